"""What the shelf takes in and what it refuses, as an index does."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import requests
from shelf_kit import page, post, sdist, shown, wheel

from gonogo.shelf import Request, Shelf, open_shelf
from gonogo.shelf.shelf import Options


def refused(answer: requests.Response, status: int, words: str) -> None:
    assert answer.status_code == status, answer.text
    assert words in answer.reason
    assert words in answer.text


def test_an_upload_is_taken_and_answered_with_an_empty_200(shelf: Shelf, dist: Path) -> None:
    answer = post(shelf, wheel(dist))
    assert (answer.status_code, answer.content) == (200, b"")
    assert list(shown(shelf)) == ["tiny-1.0-py3-none-any.whl"]
    assert shelf.requests[0] == Request("POST", "/legacy/", 200)


def test_the_same_bytes_again_change_nothing(shelf: Shelf, dist: Path) -> None:
    post(shelf, wheel(dist))
    before = page(shelf).json()
    assert post(shelf, wheel(dist)).status_code == 200
    assert page(shelf).json() == before


def test_other_bytes_under_a_name_are_refused(shelf: Shelf, dist: Path) -> None:
    post(shelf, wheel(dist))
    refused(post(shelf, wheel(dist, code="X = 1\n")), 400, "File already exists ('tiny-1.0-py3-none-any.whl'")


def test_the_name_of_a_deleted_file_is_used_up(shelf: Shelf, dist: Path) -> None:
    post(shelf, wheel(dist))
    shelf.delete("tiny-1.0-py3-none-any.whl")
    assert shown(shelf) == {}
    refused(post(shelf, wheel(dist)), 400, "This filename was previously used")


def test_a_release_has_one_sdist(opened: Callable[..., Shelf], dist: Path) -> None:
    shelf = opened(options=Options(judge=lambda _form, _name, _content, _known: None))
    assert post(shelf, sdist(dist)).status_code == 200
    refused(post(shelf, sdist(dist, version="1.0.0")), 400, "Only one sdist may be uploaded per release")


def test_a_release_is_closed_after_fourteen_days(opened: Callable[..., Shelf], dist: Path) -> None:
    days = [0]
    shelf = opened(options=Options(clock=lambda: datetime.now(timezone.utc) + timedelta(days=days[0])))
    post(shelf, wheel(dist))
    days[0] = 13
    assert post(shelf, wheel(dist, tag="py2-none-any")).status_code == 200
    days[0] = 15
    refused(post(shelf, sdist(dist)), 400, "older than 14 days")


def test_a_new_name_must_not_look_like_another(shelf: Shelf, dist: Path) -> None:
    post(shelf, wheel(dist, name="tiny_l"))
    refused(post(shelf, wheel(dist, name="t1nyl")), 400, "too similar to an existing project")


def test_the_book_judges_the_form(shelf: Shelf, dist: Path) -> None:
    answer = post(shelf, wheel(dist), summary="two\nlines")
    assert answer.status_code == 400
    assert shown(shelf) == {}
    assert not list(shelf.store.incoming.iterdir())


def test_a_digest_of_other_bytes_is_refused(shelf: Shelf, dist: Path) -> None:
    assert post(shelf, wheel(dist), sha256_digest="0" * 64).status_code == 400
    assert post(shelf, wheel(dist), blake2_256_digest="0" * 64).status_code == 400


@pytest.mark.parametrize(
    ("user", "password"), [("__token__", "pypi-wrong"), ("__token__", ""), ("someone", "secret"), ("", "")]
)
def test_without_the_token_nothing_is_taken(shelf: Shelf, user: str, password: str) -> None:
    answer = requests.post(shelf.index.upload_url, data=b"x" * 5_000_000, auth=(user, password), timeout=20)
    assert answer.status_code == 403
    assert "authentication" in answer.reason


def test_what_is_no_form_is_refused(shelf: Shelf) -> None:
    for kind in ("text/plain", "multipart/form-data", "multipart/form-data; boundary=x"):
        auth = ("__token__", shelf.token)
        answer = requests.post(
            shelf.index.upload_url,
            data=b"--x\r\nnonsense",
            headers={"Content-Type": kind},
            auth=auth,
            timeout=20,
        )
        refused(answer, 400, "Invalid form data")


def test_a_body_without_a_length_is_refused(shelf: Shelf) -> None:
    answer = requests.post(shelf.index.upload_url, data=iter([b"x"]), timeout=20)
    assert answer.status_code == 411
    odd = requests.Request("POST", shelf.index.upload_url, headers={"Content-Length": "many"}).prepare()
    with requests.Session() as session:
        assert session.send(odd, timeout=20).status_code == 411


def test_other_doors_are_shut(shelf: Shelf, dist: Path) -> None:
    assert requests.post(f"{shelf.url}/", timeout=20).status_code in {403, 404, 405}
    assert requests.get(shelf.index.upload_url, timeout=20).status_code == 405
    moved = requests.post(f"{shelf.url}/legacy", timeout=20, allow_redirects=False)
    assert (moved.status_code, moved.headers["Location"]) == (308, f"{shelf.url}/legacy/")
    assert post(shelf, wheel(dist), **{":action": "submit"}).status_code == 410


def test_of_many_uploads_under_one_name_one_wins(shelf: Shelf, tmp_path: Path) -> None:
    statuses: list[int] = []

    def send(number: int) -> None:
        folder = tmp_path / str(number)
        folder.mkdir()
        statuses.append(post(shelf, wheel(folder, code=f"X = {number}\n")).status_code)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, *[400] * 5]


def test_a_folder_can_be_opened_again(tmp_path: Path, dist: Path) -> None:
    with open_shelf(tmp_path / "kept") as shelf:
        post(shelf, wheel(dist))
        post(shelf, sdist(dist))
        shelf.delete("tiny-1.0.tar.gz")
        before = page(shelf).json()["meta"]
    with open_shelf(tmp_path / "kept") as shelf:
        assert list(shown(shelf)) == ["tiny-1.0-py3-none-any.whl"]
        assert page(shelf).json()["meta"] == before
        assert post(shelf, sdist(dist)).status_code == 400
