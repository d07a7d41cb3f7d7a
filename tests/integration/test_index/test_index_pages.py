"""What the test index serves, read by pypi_simple and by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
import requests
from pypi_simple import ACCEPT_HTML_ONLY, ACCEPT_JSON_ONLY, PyPISimple
from test_index_kit import UNREACHABLE, page, post, sdist, wheel

from gonogo.test_index import EmbeddedIndex
from gonogo.test_index.embedded import Options


@pytest.fixture
def full(embedded: EmbeddedIndex, dist: Path) -> EmbeddedIndex:
    assert post(embedded, wheel(dist)).ok
    assert post(embedded, sdist(dist)).ok
    return embedded


@pytest.mark.parametrize("accept", [ACCEPT_JSON_ONLY, ACCEPT_HTML_ONLY])
def test_both_kinds_of_page_say_the_same_of_a_file(full: EmbeddedIndex, dist: Path, accept: str) -> None:
    full.yank("tiny-1.0-py3-none-any.whl", "it is broken")
    with PyPISimple(full.index.simple_url, accept=accept) as reader:
        project = reader.get_project_page("tiny")
        first = project.packages[0]
        whl = dist / "tiny-1.0-py3-none-any.whl"
        assert [one.filename for one in project.packages] == ["tiny-1.0-py3-none-any.whl", "tiny-1.0.tar.gz"]
        assert first.digests == {"sha256": hashlib.sha256(whl.read_bytes()).hexdigest()}
        assert first.requires_python == ">=3.8"
        assert (first.is_yanked, first.yanked_reason) == (True, "it is broken")
        assert first.has_metadata
        assert not project.packages[1].has_metadata
        assert "Name: tiny" in reader.get_package_metadata(first, timeout=20)
        assert project.last_serial == "3"


def test_the_json_page_has_what_the_standards_ask(full: EmbeddedIndex) -> None:
    answer = page(full)
    shown = answer.json()
    assert answer.headers["Content-Type"] == "application/vnd.pypi.simple.v1+json"
    assert answer.headers["X-PyPI-Last-Serial"] == str(shown["meta"]["_last-serial"]) == "2"
    assert shown["meta"]["api-version"] == "1.4"
    assert (shown["name"], shown["versions"], shown["project-status"]) == (
        "tiny",
        ["1.0"],
        {"status": "active"},
    )
    file = shown["files"][0]
    assert file["size"] > 0
    assert file["upload-time"].endswith("Z")
    assert len(file["upload-time"]) == len("2026-01-01T00:00:00.000000Z")
    assert (file["yanked"], file["provenance"]) == (False, None)
    assert set(file["core-metadata"]) == {"sha256"}
    assert shown["files"][1]["core-metadata"] is False


def test_without_a_wish_the_page_is_html(full: EmbeddedIndex) -> None:
    answer = requests.get(f"{full.index.simple_url}tiny/", timeout=20)
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "<!--SERIAL 2-->" in answer.text
    assert "data-core-metadata=" in answer.text


def test_a_wish_that_cannot_be_met_is_406(full: EmbeddedIndex) -> None:
    answer = requests.get(f"{full.index.simple_url}tiny/", headers={"Accept": "image/png"}, timeout=20)
    assert answer.status_code == 406


def test_the_address_may_hold_the_wish(full: EmbeddedIndex) -> None:
    asked = {"format": "application/vnd.pypi.simple.v1+json"}
    assert requests.get(f"{full.index.simple_url}tiny/", params=asked, timeout=20).json()["name"] == "tiny"


def test_a_status_marker_is_shown_and_refuses_uploads(full: EmbeddedIndex, dist: Path) -> None:
    full.mark("Tiny", "archived")
    assert page(full).json()["project-status"] == {"status": "archived"}
    assert '<meta name="pypi:project-status" content="archived">' in page(full, kind="html").text
    assert post(full, wheel(dist, version="2.0")).status_code == 403
    full.mark("tiny", "quarantined")
    assert page(full).json()["files"] == []


def test_the_root_lists_the_projects(full: EmbeddedIndex) -> None:
    with PyPISimple(full.index.simple_url) as reader:
        assert reader.get_index_page().projects == ["tiny"]


def test_a_name_in_another_spelling_is_moved(full: EmbeddedIndex) -> None:
    answer = requests.get(f"{full.index.simple_url}Ti_ny/", timeout=20, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{full.index.simple_url}ti-ny/")


def test_the_project_page_and_the_release_page(full: EmbeddedIndex) -> None:
    whole = requests.get(f"{full.url}/pypi/tiny/json", timeout=20)
    release = requests.get(f"{full.url}/pypi/Tiny/1.0.0/json", timeout=20).json()
    shown = whole.json()
    assert whole.headers["X-PyPI-Last-Serial"] == "2"
    assert shown["info"]["name"] == "tiny"
    assert list(shown["releases"]) == ["1.0"]
    assert "releases" not in release
    assert release["urls"] == shown["urls"]
    assert set(shown["urls"][0]["digests"]) == {"md5", "sha256", "blake2b_256"}
    missing = requests.get(f"{full.url}/pypi/tiny/9/json", timeout=20)
    assert (missing.status_code, missing.json()) == (404, {"message": "Not Found"})


def test_the_project_page_is_about_the_latest_final_that_is_not_yanked(full: EmbeddedIndex, dist: Path) -> None:
    for version in ("1.1", "2.0", "3.0rc1"):
        assert post(full, wheel(dist, version=version)).ok
    full.yank("tiny-2.0-py3-none-any.whl", "it is broken")
    shown = requests.get(f"{full.url}/pypi/tiny/json", timeout=20).json()
    assert shown["info"]["version"] == "1.1"
    assert list(shown["releases"]) == ["1.0", "1.1", "2.0", "3.0rc1"]
    assert shown["info"]["downloads"] == {"last_day": -1, "last_week": -1, "last_month": -1}
    assert set(shown["urls"][0]["core-metadata"]) == {"sha256"}


def test_a_project_page_in_another_spelling_is_moved_and_a_quarantined_one_is_gone(full: EmbeddedIndex) -> None:
    moved = requests.get(f"{full.url}/pypi/Tiny/json", timeout=20, allow_redirects=False)
    assert (moved.status_code, moved.headers["Location"]) == (301, f"{full.url}/pypi/tiny/json")
    full.mark("tiny", "quarantined")
    assert requests.get(f"{full.url}/pypi/tiny/json", timeout=20).status_code == 404


def test_a_version_is_listed_in_its_normalised_spelling(embedded: EmbeddedIndex, dist: Path) -> None:
    assert post(embedded, wheel(dist), version="01.0").ok
    assert page(embedded).json()["versions"] == ["1.0"]
    assert requests.get(f"{embedded.url}/pypi/tiny/1.0/json", timeout=20).json()["info"]["version"] == "1.0"


def test_downloads_come_whole_and_in_ranges(full: EmbeddedIndex, dist: Path) -> None:
    data = (dist / "tiny-1.0.tar.gz").read_bytes()
    url = page(full).json()["files"][1]["url"]
    assert requests.get(url, timeout=20).content == data
    part = requests.get(url, headers={"Range": "bytes=5-14"}, timeout=20)
    assert (part.status_code, part.content) == (206, data[5:15])
    head = requests.head(url, timeout=20)
    assert (head.content, head.headers["Content-Length"]) == (b"", str(len(data)))


def test_a_file_without_attestations_has_no_provenance(full: EmbeddedIndex) -> None:
    answer = requests.get(f"{full.url}/integrity/tiny/1.0/tiny-1.0.tar.gz/provenance", timeout=20)
    assert (answer.status_code, answer.json()) == (
        404,
        {"message": "No provenance available for tiny-1.0.tar.gz"},
    )


def test_one_connection_serves_many_requests(full: EmbeddedIndex) -> None:
    host, _, port = full.url.removeprefix("http://").partition(":")
    with closing(HTTPConnection(host, int(port), timeout=20)) as line:
        line.connect()
        socket = line.sock
        for _ in range(5):
            line.request("GET", "/simple/tiny/")
            assert line.getresponse().read()
        assert line.sock is socket


def test_another_name_passes_through_to_the_index_behind(opened: Callable[..., EmbeddedIndex], dist: Path) -> None:
    behind = opened()
    post(behind, wheel(dist, name="other"))
    embedded = opened(fallback=behind.index.simple_url)
    sent = requests.get(f"{embedded.index.simple_url}other/", timeout=20, allow_redirects=False)
    assert (sent.status_code, sent.headers["Location"]) == (303, f"{behind.index.simple_url}other/")


def test_a_name_of_its_own_never_passes_through(opened: Callable[..., EmbeddedIndex], dist: Path) -> None:
    behind = opened()
    post(behind, wheel(dist))
    embedded = opened(fallback=behind.index.simple_url, options=Options(own=["Tiny"]))
    assert page(embedded).status_code == 404


def test_an_index_that_does_not_answer_is_not_passed_through_to(opened: Callable[..., EmbeddedIndex]) -> None:
    assert page(opened(fallback=UNREACHABLE), "other").status_code == 404
