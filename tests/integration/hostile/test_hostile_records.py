"""H62, H80 to H82 and R42: spoilt records, facts that moved on, and tokens that stay where they belong."""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path

import pytest

from gonogo.artifacts import environments
from gonogo.artifacts.store import Store, digest
from gonogo.cli import report
from gonogo.commands import bump, status, undo
from gonogo.git import repository
from gonogo.index import credentials, published, uploader
from gonogo.model.board import Row
from gonogo.model.errors import GonogoError, Status
from gonogo.model.index import Index
from gonogo.model.manifest import Artifact, BrokenManifest, Manifest
from gonogo.model.verdict import Verdict
from gonogo.release import contexts
from gonogo.release.runner import Silence
from gonogo.system import process
from gonogo.system.environment import environment
from gonogo.test_index.faults import Fault, Faults

SOUND = Manifest("demo", "1.0", "c" * 40, 0, (Artifact("demo-1.0.tar.gz", 3, "0" * 64),))


def spoilt(**changes):
    return json.dumps({**json.loads(SOUND.to_json()), **changes})


def entry(**changes):
    return spoilt(artifacts=[{"filename": "demo-1.0.tar.gz", "size": 3, "sha256": "0" * 64, **changes}])


RECORDS = {
    "empty": "",
    "truncated": SOUND.to_json()[:40],
    "not json": "GO",
    "not utf-8": b"\xff\xfe",
    "nul": b"\0" * 100,
    "list": "[]",
    "deep": "[" * 100_000,
    "newer": spoilt(schema=2),
    "unknown key": spoilt(colour="red"),
    "no file": spoilt(artifacts=[]),
    "path": entry(filename="../x.whl"),
    "nul name": entry(filename="a\0b"),
    "short hash": entry(sha256="12"),
    "hash is a number": entry(sha256=12),
    "name is a number": entry(filename=12),
    "size is a text": entry(size="3"),
    "epoch is a text": spoilt(epoch="now"),
    "version leads out": spoilt(version="../.."),
    "commit is a list": spoilt(commit=["c"]),
}


@pytest.mark.parametrize("name", RECORDS)
def test_h80_h81_a_manifest_that_was_spoilt_is_named_and_never_guessed(tmp_path, name):
    folder = tmp_path / "1.0" / SOUND.commit
    folder.mkdir(parents=True)
    content = RECORDS[name]
    (folder / "manifest.json").write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BrokenManifest) as caught:
        Store(tmp_path).find(SOUND.commit)
    assert "manifest.json" in caught.value.sentence
    assert caught.value.sentence.isprintable()


@pytest.mark.parametrize("content", [b"{", b"\xff", b'{"tests": 1}', b'{"tests": {"judged": "x"}}', b"[" * 100_000])
def test_h81_verdicts_that_were_spoilt_are_no_go_of_anything(tmp_path, content):
    kept = Store(tmp_path)
    kept.folder(SOUND).mkdir(parents=True)
    kept.judge(SOUND, Row("tests", Verdict.GO))
    (kept.folder(SOUND) / "verdicts.json").write_bytes(content)
    try:
        assert kept.verdict(SOUND, "tests") is None
    except GonogoError as error:
        assert "verdicts.json" in error.sentence  # noqa: PT017 (both are right)


@pytest.fixture
def landed(sample):
    sample.once("nowhere", lambda: sample.settings('[tool.gonogo]\npublish = "nowhere"\n'))
    sample.landed()
    return sample


def looked(sample):
    """Ask and carry on; each is a board, and neither a traceback."""
    boards = [report.board_of("status", lambda: status.board(sample.folder))]
    boards += [report.board_of("resume", lambda: bump.resume(sample.folder, Silence()))]
    boards += [report.board_of("push", lambda: bump.push(sample.folder, Silence()))]
    return boards


def test_h82_a_release_commit_that_the_user_amended_is_left_alone(landed):
    landed.commit("more.txt", "more")
    landed.git("reset", "-q", "--soft", "HEAD~2")
    landed.git("commit", "-qm", "amended")
    head, tag = landed.git("rev-parse", "HEAD"), landed.git("rev-parse", "v1.1.0")
    remote = landed.remote_git("for-each-ref")
    assert all(board.exit_status is not Status.GO for board in looked(landed)[1:])
    assert (landed.git("rev-parse", "HEAD"), landed.remote_git("for-each-ref")) == (head, remote)
    assert landed.git("rev-parse", "-q", "--verify", "v1.1.0") == tag


def test_h82_a_tag_that_the_user_moved_is_a_conflict(landed):
    landed.git("tag", "-f", "-a", "-m", "mine", "v1.1.0", "HEAD~1")
    mine, remote = landed.git("rev-parse", "v1.1.0"), landed.remote_git("for-each-ref")
    assert {board.exit_status for board in looked(landed)[1:]} == {Status.CONFLICT}
    assert (landed.git("rev-parse", "v1.1.0"), landed.remote_git("for-each-ref")) == (mine, remote)


def test_h82_another_object_under_the_tag_on_the_remote_is_a_conflict(landed):
    landed.remote_git("tag", "-a", "-m", "theirs", "v1.1.0", "main")
    remote = landed.remote_git("for-each-ref")
    assert {board.exit_status for board in looked(landed)[1:]} == {Status.CONFLICT}
    assert landed.remote_git("for-each-ref") == remote


HALF = ["refs/gonogo/land/v9/tags/v9", "refs/gonogo/odd", "refs/gonogo/land/v1.1.0/heads/main"]


def test_h81_hidden_refs_that_say_no_whole_release_mean_nothing(sample):
    for ref in HALF:
        sample.git("update-ref", ref, "HEAD")
    assert sample.bump().exit_status is Status.GO
    assert undo.undo(sample.folder, remote=False).exit_status is Status.GO


OWN = Index("own", "https://upload.index.example/legacy/", "https://index.example/simple/")


@pytest.mark.parametrize("token", ["", " ", "a b", "token\n", "\u200btoken", "to\0ken"])
def test_h62_a_token_that_none_can_be_is_refused_unshown(token):
    with pytest.raises(credentials.BadToken) as caught:
        credentials.repository(OWN, lambda: token)
    assert caught.value.sentence.isprintable()


def test_h62_a_pypirc_that_others_can_read_is_refused_with_its_mode(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("TWINE_PASSWORD", raising=False)
    pypirc = tmp_path / ".pypirc"
    pypirc.write_text("[pypi]\nusername = __token__\npassword = hunter2hunter2\n")
    pypirc.chmod(0o644)
    with pytest.raises(credentials.OpenPypirc, match="644") as caught:
        credentials.repository(OWN, lambda: None)
    assert "hunter2" not in caught.value.sentence + caught.value.hint
    assert credentials.repository(OWN, lambda: "token")


SECRETS = ("TWINE_PASSWORD", "GONOGO_TOKEN_PYPI", "GITHUB_TOKEN", "GH_TOKEN", "UV_PUBLISH_TOKEN", "UV_PUBLISH_PASSWORD",
           "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "ACTIONS_RUNTIME_TOKEN", "AWS_SECRET_ACCESS_KEY", "NPM_TOKEN")  # fmt: skip


@pytest.mark.parametrize("name", SECRETS)
def test_r42_no_other_program_is_given_a_token(tmp_path, monkeypatch, name):
    monkeypatch.setenv(name, "hunter2hunter2")
    own = environments.Environment(tmp_path).variables()
    given = [environment(), repository.variables(), own, environments.sources("")]
    assert "hunter2" not in str(given)
    read = "import pathlib; print(pathlib.Path('/proc/self/environ').read_text())"
    assert "hunter2" not in process.run([sys.executable, "-I", "-c", read], tmp_path).stdout


def seen_of(token: str) -> list[str]:
    """Return the processes but this one that show a token in their command line or environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        for file in ("cmdline", "environ"):
            try:
                content = (folder / file).read_bytes()
            except OSError:
                continue
            if token.encode() in content and int(folder.name) != os.getpid():
                found.append(f"{folder.name} {content[:80]!r}")
    return found


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no /proc")
def test_r42_while_a_file_is_sent_no_process_shows_the_token(tmp_path, made):
    path = made.wheel(tmp_path)
    artifact = Artifact(path.name, path.stat().st_size, digest(path))
    manifest = Manifest("demo", "1.0", "c" * 40, 0, (artifact,))
    slow = Faults(Fault("slow", times=0, ms=300))
    with contexts.embedded("demo", slow) as target:
        token = target.token() or "none"
        sending = threading.Thread(target=uploader.send, args=(target.index, manifest, [path], target.token))
        sending.start()
        found = seen_of(token)
        while sending.is_alive():
            found += seen_of(token)
        sending.join()
        assert published.look(target.index, manifest).whole
    assert found == []
