"""Pages of the simple API: read as pypi-simple reads them, within limits of work."""

from __future__ import annotations

import json
import time

import pytest
from pypi_simple import ProjectPage

from gonogo.index import reading
from gonogo.index.page import FILES_LIMIT, TAGS_LIMIT, VALUES_LIMIT, read
from gonogo.model.errors import CouldNotTell
from gonogo.system.http import Answer

JSON = "application/vnd.pypi.simple.v1+json"
FILE = {
    "filename": "demo-1.0.tar.gz",
    "url": "../../files/demo-1.0.tar.gz",
    "hashes": {"sha256": "A" * 64},
    "size": 3,
    "yanked": "it is wrong",
    "upload-time": "2026-01-01T00:00:00.000000Z",
    "requires-python": ">=3.9",
}


def page(*files, version="1.4") -> Answer:
    body = {"meta": {"api-version": version}, "name": "demo", "files": list(files), "versions": ["1.0"]}
    return Answer(200, "https://index.example/simple/demo/", JSON, json.dumps(body).encode())


def test_json_is_read_as_pypi_simple_reads_it():
    answer = page(FILE, {**FILE, "yanked": False, "size": None})
    theirs = ProjectPage.from_json_data(json.loads(answer.body), answer.url).packages
    for ours, other in zip(read(answer, "x").files, theirs, strict=True):
        assert (ours.filename, ours.url, ours.size) == (other.filename, other.url, other.size)
        assert ours.sha256 == other.digests["sha256"].lower()
        assert ours.yanked == other.is_yanked


@pytest.mark.parametrize(
    "answer",
    [
        page(version="2.0"),
        page({**FILE, "filename": 3}),
        page({**FILE, "hashes": None}),
        page({**FILE, "size": "many"}),
        page({"filename": "x"}),
        page("x"),
        Answer(200, "", JSON, b"[]"),
        Answer(200, "", JSON, b"\xff"),
        Answer(200, "", "application/json", b"{}"),
    ],
)
def test_what_is_no_page_is_could_not_tell(answer):
    with pytest.raises(CouldNotTell):
        read(answer, "x")


LINKS = """<!DOCTYPE html><html><head><meta name="pypi:repository-version" content="1.3"><base href="../../files/">
<meta name="pypi:project-status" content="archived"></head><body><!-- <a href="no">no</a> -->
<a href="demo-1.0.tar.gz#sha256=ABC" data-requires-python="&gt;=3.9">demo-1.0.tar.gz</a><br />
<A HREF='https://files.example/demo-1.0-py3-none-any.whl#sha256=abc&amp;x=1' data-yanked="">demo-1.0-py3-none-any.whl
</A><a href=demo-2.0.zip data-yanked=broken>demo-2.<b>0</b>.zip</a></body></html>"""


def html(body: str) -> Answer:
    return Answer(200, "https://index.example/simple/demo/", "text/html", body.encode())


def test_html_is_read_as_pypi_simple_reads_it():
    found = read(html(LINKS), "x")
    theirs = ProjectPage.from_html("demo", LINKS, "https://index.example/simple/demo/")
    assert found.status == str(theirs.status) == "archived"
    for ours, other in zip(found.files, theirs.packages, strict=True):
        assert (ours.filename, ours.url, ours.yanked) == (other.filename, other.url, other.is_yanked)
        assert ours.sha256 == other.digests.get("sha256", "").lower()


HOSTILE = {
    "9 MB of anchors": lambda: html("<a>" * 3_000_000),
    "300,000 links": lambda: html("<a href='demo-1.0.tar.gz'>demo-1.0.tar.gz</a>" * 300_000),
    "character references": lambda: html("&gt;" * 2_000_000),
    "a comment without an end": lambda: html("<!-- " + "x" * 9_000_000),
    "many comments without an end": lambda: html("<!-- " * 200_000 + "x" * 8_000_000),
    "an attribute without an end": lambda: html("<a href='" + "x" * 9_000_000),
    "many attributes": lambda: html("<a " + "b=c " * 600_000),
    "more files than are read": lambda: page(*[{}] * (FILES_LIMIT + 1)),
    "values that nobody asked for": lambda: page({**FILE, "more": [0] * (VALUES_LIMIT + 1)}),
    "a deep value": lambda: Answer(200, "", JSON, b"[" * 3_000_000),
    "a long name": lambda: page({**FILE, "filename": "demo-" + "1." * 2_000_000 + "tar.gz"}),
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_a_page_beyond_the_limits_is_could_not_tell_and_never_an_empty_project(make):
    """The kind: work that grows faster than the bytes that were sent; pages of anchors took more than a minute."""
    answer = make()
    started = time.process_time()
    with pytest.raises(CouldNotTell, match=r"too long|RecursionError"):
        read(answer, "x")
    assert time.process_time() - started < 5


def test_the_limits_are_far_beyond_a_real_page():
    """A sister: a page that is large and harmless is read whole."""
    assert FILES_LIMIT >= 30_000 < TAGS_LIMIT / 3
    assert len(read(page(*[FILE] * 5_000), "x").files) == 5_000
    assert len(read(html("<a href='demo-1.0.tar.gz'>demo-1.0.tar.gz</a><br/>" * 5_000), "x").files) == 5_000


def test_a_version_of_too_many_digits_is_the_version_of_no_file():
    assert reading.version_in("demo-" + "9" * 900 + ".tar.gz") is not None
    assert reading.version_in("demo-" + "9" * 5000 + ".tar.gz") is None
