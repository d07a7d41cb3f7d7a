"""What the test index takes in and what it refuses, as an index does."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import requests
from test_index_kit import page, post, sdist, shown, wheel

from gonogo.test_index import EmbeddedIndex, Request, open_index
from gonogo.test_index.embedded import Options


def refused(answer: requests.Response, status: int, words: str) -> None:
    assert answer.status_code == status, answer.text
    assert words in answer.reason
    assert words in answer.text


def test_an_upload_is_taken_and_answered_with_an_empty_200(embedded: EmbeddedIndex, dist: Path) -> None:
    answer = post(embedded, wheel(dist))
    assert (answer.status_code, answer.content) == (200, b"")
    assert list(shown(embedded)) == ["tiny-1.0-py3-none-any.whl"]
    assert embedded.requests[0] == Request("POST", "/legacy/", 200)


def test_the_same_bytes_again_change_nothing(embedded: EmbeddedIndex, dist: Path) -> None:
    post(embedded, wheel(dist))
    before = page(embedded).json()
    assert post(embedded, wheel(dist)).status_code == 200
    assert page(embedded).json() == before


def test_other_bytes_under_a_name_are_refused(embedded: EmbeddedIndex, dist: Path) -> None:
    post(embedded, wheel(dist))
    refused(post(embedded, wheel(dist, code="X = 1\n")), 400, "File already exists ('tiny-1.0-py3-none-any.whl'")


def test_the_name_of_a_deleted_file_is_used_up(embedded: EmbeddedIndex, dist: Path) -> None:
    post(embedded, wheel(dist))
    embedded.delete("tiny-1.0-py3-none-any.whl")
    assert shown(embedded) == {}
    refused(post(embedded, wheel(dist)), 400, "This filename was previously used")


def test_a_release_has_one_sdist(opened: Callable[..., EmbeddedIndex], dist: Path) -> None:
    embedded = opened(options=Options(judge=lambda _form, _name, _content, _known: None))
    assert post(embedded, sdist(dist)).status_code == 200
    refused(post(embedded, sdist(dist, version="1.0.0")), 400, "Only one sdist may be uploaded per release")


def test_a_release_is_closed_after_fourteen_days(opened: Callable[..., EmbeddedIndex], dist: Path) -> None:
    days = [0]
    embedded = opened(options=Options(clock=lambda: datetime.now(timezone.utc) + timedelta(days=days[0])))
    post(embedded, wheel(dist))
    days[0] = 13
    assert post(embedded, wheel(dist, tag="py2-none-any")).status_code == 200
    days[0] = 15
    refused(post(embedded, sdist(dist)), 400, "older than 14 days")


def test_a_new_name_must_not_look_like_another(embedded: EmbeddedIndex, dist: Path) -> None:
    post(embedded, wheel(dist, name="tiny_l"))
    refused(post(embedded, wheel(dist, name="t1nyl")), 400, "too similar to an existing project")


def test_the_book_judges_the_form(embedded: EmbeddedIndex, dist: Path) -> None:
    answer = post(embedded, wheel(dist), summary="two\nlines")
    assert answer.status_code == 400
    assert shown(embedded) == {}
    assert not list(embedded.store.incoming.iterdir())


def test_a_digest_of_other_bytes_is_refused(embedded: EmbeddedIndex, dist: Path) -> None:
    assert post(embedded, wheel(dist), sha256_digest="0" * 64).status_code == 400
    assert post(embedded, wheel(dist), blake2_256_digest="0" * 64).status_code == 400


@pytest.mark.parametrize(
    ("user", "password"), [("__token__", "pypi-wrong"), ("__token__", ""), ("someone", "secret"), ("", "")]
)
def test_without_the_token_nothing_is_taken(embedded: EmbeddedIndex, user: str, password: str) -> None:
    answer = requests.post(embedded.index.upload_url, data=b"x" * 5_000_000, auth=(user, password), timeout=20)
    assert answer.status_code == 403
    assert "authentication" in answer.reason


def test_what_is_no_form_is_refused(embedded: EmbeddedIndex) -> None:
    for kind in ("text/plain", "multipart/form-data", "multipart/form-data; boundary=x"):
        auth = ("__token__", embedded.token)
        answer = requests.post(
            embedded.index.upload_url,
            data=b"--x\r\nnonsense",
            headers={"Content-Type": kind},
            auth=auth,
            timeout=20,
        )
        refused(answer, 400, "Invalid form data")


def test_a_body_without_a_length_is_refused(embedded: EmbeddedIndex) -> None:
    answer = requests.post(embedded.index.upload_url, data=iter([b"x"]), timeout=20)
    assert answer.status_code == 411
    odd = requests.Request("POST", embedded.index.upload_url, headers={"Content-Length": "many"}).prepare()
    with requests.Session() as session:
        assert session.send(odd, timeout=20).status_code == 411


def test_other_addresses_are_refused(embedded: EmbeddedIndex, dist: Path) -> None:
    assert requests.post(f"{embedded.url}/", timeout=20).status_code in {403, 404, 405}
    assert requests.get(embedded.index.upload_url, timeout=20).status_code == 405
    moved = requests.post(f"{embedded.url}/legacy", timeout=20, allow_redirects=False)
    assert (moved.status_code, moved.headers["Location"]) == (308, f"{embedded.url}/legacy/")
    assert post(embedded, wheel(dist), **{":action": "submit"}).status_code == 410


def test_of_many_uploads_under_one_name_one_wins(embedded: EmbeddedIndex, tmp_path: Path) -> None:
    statuses: list[int] = []

    def send(number: int) -> None:
        folder = tmp_path / str(number)
        folder.mkdir()
        statuses.append(post(embedded, wheel(folder, code=f"X = {number}\n")).status_code)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, *[400] * 5]


def test_a_folder_can_be_opened_again(tmp_path: Path, dist: Path) -> None:
    with open_index(tmp_path / "kept") as embedded:
        post(embedded, wheel(dist))
        post(embedded, sdist(dist))
        embedded.delete("tiny-1.0.tar.gz")
        before = page(embedded).json()["meta"]
    with open_index(tmp_path / "kept") as embedded:
        assert list(shown(embedded)) == ["tiny-1.0-py3-none-any.whl"]
        assert page(embedded).json()["meta"] == before
        assert post(embedded, sdist(dist)).status_code == 400
