from __future__ import annotations

import json

import pytest
from pypi_simple import ProjectPage

from gonogo.index.page import read
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
    for ours, other in zip(read(answer, "demo", "x"), theirs, strict=True):
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
        read(answer, "demo", "x")
