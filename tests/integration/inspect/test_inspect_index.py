"""`inspect` with an index asked: what is there decides, and no answer is UNKNOWN."""

from dataclasses import replace

import pytest
import requests
from samples_artifacts import sdist, wheel

from gonogo.commands.inspect import NotAFile, NothingToInspect, Question, inspect
from gonogo.model.errors import Status
from gonogo.model.index import Index
from gonogo.pypi_rules.artifact import open_artifact
from gonogo.pypi_rules.clients import upload_by


def post(embedded, path):
    form = upload_by("twine", open_artifact(path)).form
    with path.open("rb") as content:
        answer = requests.post(
            embedded.index.upload_url,
            data=[(name, value) for name, values in form.items() for value in values],
            files={"content": (path.name, content, "application/octet-stream")},
            auth=("__token__", embedded.token),
            timeout=20,
        )
    assert answer.status_code == 200, answer.text


def codes(board):
    return [finding.code for row in board.rows for finding in row.findings if finding.blocking]


def test_a_new_project_is_go(embedded, tmp_path):
    board = inspect([wheel(tmp_path), sdist(tmp_path)], Question(index=embedded.index))
    assert board.exit_status is Status.GO
    assert codes(board) == []


def test_the_same_bytes_again_are_go_and_others_are_not(embedded, tmp_path):
    path = wheel(tmp_path)
    post(embedded, path)
    assert inspect([path], Question(index=embedded.index)).exit_status is Status.GO
    wheel(tmp_path, files={"demo/more.py": b""})
    board = inspect([path], Question(index=embedded.index))
    assert board.exit_status is Status.NO_GO
    assert codes(board) == ["filename_is_free"]


def test_a_name_like_another_is_no_go(embedded, tmp_path):
    post(embedded, wheel(tmp_path, name="dem0-1.0-py3-none-any.whl", headers={"Name": "dem0"}))
    assert codes(inspect([wheel(tmp_path)], Question(index=embedded.index))) == ["name_is_unlike_others"]


def test_a_second_sdist_is_no_go_on_the_index_and_among_the_files(embedded, tmp_path):
    other = sdist(tmp_path, headers={"Version": "1.0.0"}, name="demo-1.0.0.tar.gz")
    assert "release_has_one_sdist" in codes(inspect([sdist(tmp_path), other], Question()))
    post(embedded, sdist(tmp_path))
    assert "release_has_one_sdist" in codes(inspect([other], Question(index=embedded.index)))


def test_files_of_other_folders_and_refused_ones_do_not_count(tmp_path):
    (tmp_path / "two").mkdir()
    again = wheel(tmp_path / "two", files={"demo/more.py": b""})
    refused = wheel(tmp_path, name="demo-1.0-py3-none-linux_x86_64.whl")
    copy = tmp_path / "demo-1.0-py3-none-any.whl"
    copy.write_bytes(refused.read_bytes())
    board = inspect([refused, copy, again], Question())
    assert [row.verdict.value for row in board.rows] == ["NO-GO", "GO", "GO"]


def test_attestations_and_signatures_go_with_their_file(tmp_path):
    path = wheel(tmp_path)
    signature = tmp_path / f"{path.name}.asc"
    signature.touch()
    stray = tmp_path / "other.whl.publish.attestation"
    stray.touch()
    board = inspect([path, signature, stray], Question())
    assert [row.verdict.value for row in board.rows] == ["GO", "NO-GO"]


def test_an_index_that_does_not_answer_is_unknown_and_a_fault_still_no_go(tmp_path):
    silent = Index("silent", "http://127.0.0.1:9/", "http://127.0.0.1:9/simple/")
    board = inspect([wheel(tmp_path)], Question(index=silent))
    assert board.exit_status is Status.UNKNOWN
    assert codes(board) == ["could-not-ask"]
    bad = wheel(tmp_path, headers={"Version": "1.1"})
    assert inspect([bad], replace(Question(), index=silent)).exit_status is Status.NO_GO


def test_nothing_and_no_file_are_named(tmp_path):
    with pytest.raises(NothingToInspect):
        inspect([], Question())
    with pytest.raises(NotAFile, match="is not a file"):
        inspect([tmp_path], Question())
