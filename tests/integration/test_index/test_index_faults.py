"""Each kind of fault, seen from a client; and the scenarios that a user can run through."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import mkdtemp
from threading import Barrier

import pytest
import requests
from test_index_kit import form, page, post, sdist, shown, wheel

from gonogo.test_index import SCENARIOS, EmbeddedIndex, Fault, Faults, open_index
from gonogo.test_index.faults import KINDS

Opened = Callable[..., EmbeddedIndex]


def test_an_error_status_stores_nothing_and_ends_after_its_times(opened: Opened, dist: Path) -> None:
    embedded = opened(faults=Faults(Fault("status", nth=2, times=1, status=429, retry_after=3)))
    assert post(embedded, wheel(dist)).status_code == 200
    refused = post(embedded, sdist(dist))
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "3")
    assert len(shown(embedded)) == 1
    assert post(embedded, sdist(dist)).status_code == 200


def test_a_fault_without_times_happens_always(opened: Opened, dist: Path) -> None:
    embedded = opened(faults=Faults(Fault("status", times=0)))
    assert [post(embedded, wheel(dist)).status_code for _ in range(3)] == [503] * 3
    assert [one.status for one in embedded.requests] == [503] * 3


@pytest.mark.parametrize("kind", ["reset_before", "reset_after"])
def test_a_reset_stores_nothing(opened: Opened, dist: Path, kind: str) -> None:
    embedded = opened(faults=Faults(Fault(kind)))
    with pytest.raises(requests.ConnectionError):
        post(embedded, wheel(dist))
    assert embedded.requests[0].status == 0
    assert shown(embedded) == {}
    assert post(embedded, wheel(dist)).status_code == 200


def test_a_large_body_meets_a_reset_too(opened: Opened, dist: Path) -> None:
    embedded = opened(faults=Faults(Fault("reset_before")))
    with pytest.raises(requests.ConnectionError):
        requests.post(embedded.index.upload_url, data=b"x" * 20_000_000, timeout=20)


def test_a_file_may_be_stored_and_the_answer_lost(opened: Opened, dist: Path) -> None:
    embedded = opened(faults=Faults(Fault("stored_then_reset")))
    with pytest.raises(requests.ConnectionError):
        post(embedded, wheel(dist))
    assert len(shown(embedded)) == 1


def test_a_file_may_be_stored_and_the_answer_be_an_error(opened: Opened, dist: Path) -> None:
    embedded = opened(faults=Faults(Fault("stored_then_status", status=502)))
    assert post(embedded, wheel(dist)).status_code == 502
    assert len(shown(embedded)) == 1


@pytest.mark.parametrize("kind", ["silent", "half_read", "stored_then_silent"])
def test_an_answer_may_never_come(opened: Opened, kind: str, dist: Path) -> None:
    embedded = opened(faults=Faults(Fault(kind)))
    path = wheel(dist, code="#" * 8_000_000)
    with path.open("rb") as content, pytest.raises((requests.Timeout, requests.ConnectionError)):
        requests.post(
            embedded.index.upload_url,
            data=form(path),
            files={"content": (path.name, content)},
            auth=("__token__", embedded.token),
            timeout=0.5,
        )
    until = time.monotonic() + 20
    while kind == "stored_then_silent" and not shown(embedded) and time.monotonic() < until:
        time.sleep(0.02)
    assert len(shown(embedded)) == (1 if kind == "stored_then_silent" else 0)


def test_silence_may_end_by_itself(opened: Opened, dist: Path) -> None:
    embedded = opened(faults=Faults(Fault("silent", ms=100)))
    with pytest.raises(requests.ConnectionError):
        post(embedded, wheel(dist))
    assert post(embedded, wheel(dist)).status_code == 200


def test_closing_lets_go_of_those_who_wait(opened: Opened, dist: Path) -> None:
    embedded = opened(faults=Faults(Fault("silent", on="simple")))
    with pytest.raises(requests.Timeout):
        requests.get(embedded.index.simple_url + "tiny/", timeout=0.2)
    begun = time.monotonic()
    embedded.close()
    assert time.monotonic() - begun < 2


def test_a_redirect_leads_to_another_host(opened: Opened, dist: Path) -> None:
    answer = post(opened(faults=Faults(Fault("redirect"))), wheel(dist))
    assert answer.status_code == 302
    assert ".invalid/" in answer.headers["Location"]


def test_the_answer_may_not_be_http(opened: Opened, dist: Path) -> None:
    with pytest.raises(requests.ConnectionError):
        post(opened(faults=Faults(Fault("not_http"))), wheel(dist))


def test_a_token_may_end_between_two_files(opened: Opened, dist: Path) -> None:
    embedded = opened(faults=Faults(Fault("token_expired", nth=2)))
    token = embedded.token
    assert post(embedded, wheel(dist)).status_code == 200
    ended = post(embedded, sdist(dist), token=token)
    assert (ended.status_code, ended.reason) == (403, "Invalid API Token: token is expired")
    assert embedded.token != token
    assert post(embedded, sdist(dist)).status_code == 200


def test_the_page_may_be_late(opened: Opened, dist: Path) -> None:
    embedded = opened(faults=Faults(Fault("late", times=2)))
    assert page(embedded).status_code == 404
    post(embedded, wheel(dist))
    post(embedded, sdist(dist))
    assert [len(shown(embedded)) for _ in range(3)] == [1, 1, 2]


def test_the_page_may_be_stale_again(opened: Opened, dist: Path) -> None:
    embedded = opened(faults=Faults(Fault("stale", nth=2)))
    post(embedded, wheel(dist, version="0.9"))
    post(embedded, wheel(dist))
    seen = [page(embedded) for _ in range(3)]
    assert [len(one.json()["files"]) for one in seen] == [2, 1, 2]
    assert [one.headers["X-PyPI-Last-Serial"] for one in seen] == ["2", "1", "2"]


def test_the_page_may_be_unavailable_once_it_holds_a_file(opened: Opened, dist: Path) -> None:
    embedded = opened(faults=Faults(Fault("page_unavailable")))
    assert page(embedded).status_code == 404
    post(embedded, wheel(dist))
    assert [page(embedded).status_code for _ in range(2)] == [503, 200]


def test_the_page_may_show_a_wrong_hash(opened: Opened, dist: Path) -> None:
    embedded = opened(faults=Faults(Fault("wrong_hash")))
    post(embedded, wheel(dist))
    wrong, right = (shown(embedded)["tiny-1.0-py3-none-any.whl"]["hashes"]["sha256"] for _ in range(2))
    assert right == hashlib.sha256(wheel(dist).read_bytes()).hexdigest() == wrong[::-1]


def test_the_bytes_may_be_wrong(opened: Opened, dist: Path) -> None:
    embedded = opened(faults=Faults(Fault("wrong_bytes")))
    post(embedded, wheel(dist))
    url = shown(embedded)["tiny-1.0-py3-none-any.whl"]["url"]
    wrong, right = (requests.get(url, timeout=20).content for _ in range(2))
    assert right == wheel(dist).read_bytes()
    assert len(wrong) == len(right)
    assert wrong != right


def test_slowness_is_served_side_by_side(opened: Opened) -> None:
    embedded = opened(faults=Faults(Fault("slow", times=0, ms=150)))
    begun = time.monotonic()
    with ThreadPoolExecutor(40) as pool:
        statuses = set(pool.map(lambda _: page(embedded).status_code, range(40)))
    assert statuses == {404}
    assert 0.15 <= time.monotonic() - begun < 3


def test_many_uploads_at_once_are_all_taken(opened: Opened, dist: Path) -> None:
    embedded = opened()
    files = [wheel(dist, tag=f"py3{minor}-none-any") for minor in range(20)]
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda file: post(embedded, file), files))
    assert {answer.reason for answer in answers} == {"OK"}
    assert len(shown(embedded)) == 20


def test_a_fault_may_stand_on_a_path(opened: Opened, dist: Path) -> None:
    embedded = opened(faults=Faults(Fault("status", on="file", path=".tar.gz", times=0)))
    post(embedded, wheel(dist))
    post(embedded, sdist(dist))
    answers = [requests.get(one["url"], timeout=20).status_code for one in shown(embedded).values()]
    assert answers == [200, 503]


def test_every_kind_brings_scenarios_of_its_own_name_and_end() -> None:
    found = SCENARIOS
    assert len({one.name for one in found}) == len(found)
    assert {fault.kind for one in found for fault in one.faults} == set(KINDS)
    for one in found:
        assert one.end in {"done", "stopped"}
        assert one.sentence.endswith(".")


def test_indexes_that_open_at_once_share_nothing(tmp_path: Path) -> None:
    """The kind: state that two embedded indexes of one process share; each must show its own file and no other."""
    together = Barrier(8)

    def names(number: int) -> set[str]:
        folder = Path(mkdtemp(dir=tmp_path))
        together.wait()
        with open_index(folder / "index") as embedded:
            assert post(embedded, wheel(folder, tag=f"py3{number}-none-any")).ok
            together.wait()
            return set(shown(embedded))

    for _ in range(5):
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(names, range(8))) == [{f"tiny-1.0-py3{number}-none-any.whl"} for number in range(8)]


COLD = """
import sys, threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
together = threading.Barrier(8)
def opened(number):
    together.wait()
    from gonogo.test_index import open_index
    with open_index(Path(sys.argv[1]) / str(number)) as embedded:
        return embedded.url
with ThreadPoolExecutor(8) as pool:
    print(len(set(pool.map(opened, range(8)))))
"""


def test_the_first_indexes_of_a_process_open_at_once(tmp_path: Path) -> None:
    """A sister: nothing is imported yet when eight threads open an index."""
    for number in range(3):
        argv = [sys.executable, "-W", "error", "-c", COLD, str(tmp_path / str(number))]
        done = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False)
        assert (done.stdout.strip(), done.stderr) == ("8", "")
