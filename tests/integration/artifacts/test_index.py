from __future__ import annotations

import gzip
import json

import pytest

from gonogo.index import reading
from gonogo.model.errors import CouldNotTell
from gonogo.model.index import Index, Served
from gonogo.model.settings import Settings

JSON = {"Content-Type": "application/vnd.pypi.simple.v1+json"}
HTML = {"Content-Type": "text/html"}


def listing(*names: str) -> bytes:
    hashes = {"sha256": "a" * 64}
    files = [{"filename": name, "url": f"/files/{name}", "hashes": hashes, "size": 3} for name in names]
    page = {"meta": {"api-version": "1.1"}, "name": "demo", "files": files, "versions": []}
    return json.dumps(page).encode()


def test_a_page_in_json_is_read_with_hash_and_size(double):
    double.says(200, JSON, listing("demo-1.0.tar.gz"))
    (one,) = reading.files(double.index, "De.mo")
    assert one == Served("demo-1.0.tar.gz", double.url + "files/demo-1.0.tar.gz", "a" * 64, 3)
    assert double.seen[0][1] == "/simple/de-mo/"


def test_a_page_in_html_is_read_with_its_hash(double):
    link = '<a href="/f/demo-1.0.tar.gz#sha256={}">demo-1.0.tar.gz</a>'.format("b" * 64)
    double.says(200, HTML, link.encode())
    (one,) = reading.files(double.index, "demo")
    assert (one.filename, one.sha256, one.size) == ("demo-1.0.tar.gz", "b" * 64, None)


def test_404_is_nothing_there(double):
    assert reading.files(double.index, "demo") == ()


@pytest.mark.parametrize("status", [400, 401, 403, 409, 429, 500, 502, 503, 504])
def test_any_other_status_is_could_not_tell(double, status):
    double.says(status, HTML, b"<h1>no</h1>")
    with pytest.raises(CouldNotTell, match=str(status)):
        reading.files(double.index, "demo")


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (JSON, b"{"),
        (JSON, b"[]"),
        (JSON, b'{"meta": {"api-version": "9.0"}, "files": []}'),
        ({"Content-Type": "image/png"}, b"x"),
        ({}, b"x"),
        ({**JSON, "Content-Length": "5000"}, b"{}"),
    ],
)
def test_what_is_no_whole_page_is_could_not_tell(double, headers, body):
    double.says(200, headers, body)
    with pytest.raises(CouldNotTell):
        reading.files(double.index, "demo")


def test_a_bomb_is_not_read_to_its_end(double, monkeypatch):
    monkeypatch.setattr(reading, "PAGE_LIMIT", 1 << 20)
    bomb = gzip.compress(b" " * (64 << 20))
    double.says(200, {**JSON, "Content-Encoding": "gzip"}, bomb)
    with pytest.raises(CouldNotTell, match="more than"):
        reading.files(double.index, "demo")


@pytest.mark.parametrize("target", ["http://localhost:9/simple/demo/", "/simple/demo/", "ftp://127.0.0.1/"])
def test_a_redirect_elsewhere_or_in_a_loop_is_not_followed(double, target):
    double.says(302, {"Location": target}, b"")
    with pytest.raises(CouldNotTell, match="redirects"):
        reading.files(double.index, "demo")


def test_a_connection_that_breaks_is_could_not_tell(double):
    double.says(None)
    with pytest.raises(CouldNotTell):
        reading.files(double.index, "demo")


def test_nobody_there_is_could_not_tell():
    with pytest.raises(CouldNotTell, match="cannot be reached"):
        reading.files(Index("gone", "http://127.0.0.1:9/", "http://127.0.0.1:9/"), "demo")


def test_a_download_is_the_bytes_and_no_more_than_was_said(double, tmp_path):
    double.says(200, {}, b"12345")
    one = Served("demo-1.0.tar.gz", double.url + "files/x", "")
    assert reading.download(one, tmp_path, 5).read_bytes() == b"12345"
    with pytest.raises(CouldNotTell, match="more than"):
        reading.download(one, tmp_path, 3)


def test_files_of_a_version_are_distinguished_by_pep_440():
    names = ["demo-1.0.tar.gz", "demo-1.0.0-py3-none-any.whl", "demo-11.0.tar.gz", "demo-1.1.tar.gz", "x"]
    found = reading.of_version([Served(name, "", "") for name in names], "1.0")
    assert [one.filename for one in found] == names[:2]


def test_an_unknown_index_names_the_known_ones():
    with pytest.raises(reading.UnknownIndex, match="pypi, rehearsal, testpypi"):
        reading.known("nowhere", Settings())


def test_the_settings_do_not_redirect_pypi():
    other = Index("pypi", "https://evil.example/", "https://evil.example/")
    assert "evil" not in reading.known("pypi", Settings(indexes=(other,))).upload_url


@pytest.mark.parametrize("address", ["http://index.example/", "https://user:word@index.example/", "file:///x", ""])
def test_an_address_that_would_leak_a_token_is_refused_and_masked(address):
    with pytest.raises(reading.UnsafeAddress) as caught:
        reading.known("own", Settings(indexes=(Index("own", address, "https://index.example/simple/"),)))
    assert "word" not in caught.value.sentence
    assert "GONOGO_TOKEN_OWN" in caught.value.hint


def test_loopback_may_speak_http():
    one = Index("own", "http://127.0.0.1:1/", "http://localhost:1/")
    assert reading.known("own", Settings(indexes=(one,))) == one


def test_the_addresses_of_public_indexes_are_those_that_their_clients_know():
    from pypi_simple import PYPI_SIMPLE_ENDPOINT
    from twine.utils import DEFAULT_REPOSITORY, TEST_REPOSITORY

    public, trial = (reading.known(name, Settings()) for name in reading.PUBLIC)
    assert (public.name, public.upload_url, public.simple_url) == ("pypi", DEFAULT_REPOSITORY, PYPI_SIMPLE_ENDPOINT)
    assert (trial.name, trial.upload_url, trial.embedded) == ("testpypi", TEST_REPOSITORY, False)
    assert trial.simple_url.endswith("/simple/")
