"""A rehearsed release names its files by sha256 in its tag, and what CI builds of the tag is held to that."""

from __future__ import annotations

import hashlib
import subprocess
import zipfile
from dataclasses import replace

import pytest

from gonogo.artifacts import sums, toolchain
from gonogo.artifacts.store import Store
from gonogo.commands import release as whole
from gonogo.git import tags
from gonogo.git.repository import Git
from gonogo.model.errors import Status
from gonogo.model.manifest import Manifest
from gonogo.model.verdict import Verdict
from gonogo.release import build, check, contexts, planner
from gonogo.release.contexts import today
from gonogo.release.planner import Request
from gonogo.release.runner import Silence
from gonogo.release.survey import survey

pytestmark = pytest.mark.usefixtures("nothing_installed")


def release(sample):
    """Release as `invoke release --part minor` does, publishing nowhere."""

    def act():
        return whole.release(sample.folder, Request(part="minor"), today(), Silence(), lambda _: True)

    return sample.once("release with hashes", act)


@pytest.fixture
def released(sample):
    sample.settings('[tool.gonogo]\npublish = "nowhere"')
    board = release(sample)
    assert board.exit_status is Status.GO, board.rows
    return sample


@pytest.fixture
def fresh(released, tmp_path):
    """A clone of the remote at the tag, as a job of CI has it, and what `nox -s build check` does there."""
    folder = tmp_path / "ci"
    subprocess.run(["git", "clone", "-q", str(released.remote), str(folder)], check=True)
    subprocess.run(["git", "checkout", "-q", "--detach", "v1.1.0"], cwd=folder, check=True)
    return folder


def row_of_check(folder, **settings):
    project = survey(folder)
    project = replace(project, settings=replace(project.settings, **settings))
    plan, context = planner.of_tag(project, "v1.1.0"), contexts.local(project)
    build.build(plan, context)
    rows = check.passing_rows(plan, context, frozenset({"work tree"}))
    return next(row for row in rows if row.name == "bytes_match_tag")


def kept(sample) -> Manifest:
    store = Store(sample.folder / ".git/gonogo/kept")
    return store.find(sample.git("rev-parse", "v1.1.0^{commit}"))


def test_the_tag_names_each_file_as_sha256sum_checks_it(released):
    message = tags.message(Git(released.folder), "v1.1.0")
    manifest = kept(released)
    found = sums.read(message)
    assert found.files == {one.filename: one.sha256 for one in manifest.artifacts}
    assert "python CPython" in found.tools
    assert any(pin.startswith("hatchling==") for pin in found.requires)
    files = Store(released.folder / ".git/gonogo/kept").files(manifest)
    argv = ["sha256sum", "--check", "--quiet"]
    subprocess.run(argv, cwd=files[0].parent, input=message, text=True, check=True, capture_output=True)
    assert released.git("log", "-1", "--format=%B", "v1.1.0").strip() == "Release 1.1.0"


def test_ci_builds_the_same_bytes_and_says_so(fresh):
    row = row_of_check(fresh)
    assert (row.verdict, row.findings) == (Verdict.GO, ())
    assert row.note == "2 files are as v1.1.0 names them"


def forged(sample, change):
    """Let the tag of a release hold another message, on the remote too."""
    message = change(sample.git("tag", "-l", "--format=%(contents)", "v1.1.0"))
    sample.git("tag", "-f", "-a", "-m", message, "v1.1.0", "v1.1.0^{commit}")
    sample.git("push", "-qf", "origin", "v1.1.0")


def members_of_another_build(sample):
    """Return what the tag would hold had the rehearsal built the wheel with another member in it."""

    def change(message):
        manifest = kept(sample)
        wheel = Store(sample.folder / ".git/gonogo/kept").files(manifest)[1]
        other = sample.folder.parent / wheel.name
        other.write_bytes(wheel.read_bytes())
        with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(other, "w") as new:
            for one in old.infolist():
                new.writestr(one, old.read(one) + (b"# other\n" if one.filename == "demo/__init__.py" else b""))
        digest = hashlib.sha256(other.read_bytes()).hexdigest()
        lines = [line for line in message.splitlines() if wheel.name not in line]
        return "\n".join([*lines[:1], "", f"{digest}  {wheel.name}", *lines[2:], sums.line_of(other)])

    return change


def test_other_bytes_are_no_go_and_the_member_that_differs_is_named(released, tmp_path):
    forged(released, members_of_another_build(released))
    folder = tmp_path / "ci"
    subprocess.run(["git", "clone", "-q", str(released.remote), str(folder)], check=True)
    row = row_of_check(folder)
    assert row.verdict is Verdict.NO_GO
    (found,) = row.findings
    assert found.what == "demo/__init__.py in demo_sample-1.1.0-py3-none-any.whl is not as v1.1.0 names it"
    assert "nox -s reproduce" in found.fix
    waived = row_of_check(folder, reproducible=False, reproducible_reason="the compiler stamps its time")
    assert (waived.verdict, waived.note) == (Verdict.GO, "waived: the compiler stamps its time")


def test_a_file_that_the_tag_names_and_nobody_built_is_named(released, tmp_path):
    forged(released, lambda text: text.replace("demo_sample-1.1.0.tar.gz", "demo_sample-1.1.0.zip"))
    row = row_of_check(released.folder)
    assert [one.code for one in row.findings] == ["not-built"]


def test_the_same_members_in_another_packing_are_advice(released):
    digest = next(one.sha256 for one in kept(released).artifacts if one.is_wheel)
    forged(released, lambda text: text.replace(digest, "0" * 64))
    row = row_of_check(released.folder)
    assert (row.verdict, [one.code for one in row.findings]) == (Verdict.GO, ["packed-otherwise"])


def test_a_tag_of_bump_names_nothing_and_that_is_said(sample):
    sample.landed()
    assert tags.message(Git(sample.folder), "v1.1.0") == ""
    row = row_of_check(sample.folder)
    assert (row.verdict, row.note) == (Verdict.GO, "no hashes in the tag yet")


def test_ci_builds_with_the_versions_that_the_tag_names(fresh, monkeypatch):
    """The toolchain of this machine has other versions than the one that the release was rehearsed with."""
    asked = []
    real = toolchain.kept
    monkeypatch.setattr(toolchain, "versions", lambda _: ())
    monkeypatch.setattr(toolchain, "kept", lambda needs, source, *_: asked.append(needs) or real(["hatchling"], source))
    row_of_check(fresh)
    named = sums.read(tags.message(Git(fresh), "v1.1.0")).requires
    assert ["hatchling", *named] in asked


def test_a_signed_tag_stays_signed(sample, tmp_path):
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    for name, value in (("gpg.format", "ssh"), ("user.signingkey", f"{key}.pub"), ("tag.gpgsign", "true")):
        sample.git("config", name, value)
    sample.settings('[tool.gonogo]\npublish = "nowhere"')
    board = whole.release(sample.folder, Request(part="minor"), today(), Silence(), lambda _: True)
    assert board.exit_status is Status.GO, board.rows
    (tmp_path / "allowed").write_text(f"test@example.org {(tmp_path / 'key.pub').read_text()}")
    sample.git("config", "gpg.ssh.allowedSignersFile", str(tmp_path / "allowed"))
    sample.git("verify-tag", "v1.1.0")
    assert sums.read(tags.message(Git(sample.folder), "v1.1.0")).files
