"""Every check has been seen GO and seen NO-GO on a real artifact; its docstring is what the user reads."""

from __future__ import annotations

import io
import json
import shutil
import tarfile
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from tests.samples import leaks

from gonogo.artifacts import builder
from gonogo.checks import all_checks
from gonogo.checks.reader import Reader
from gonogo.git.repository import Git
from gonogo.index.reading import Entry
from gonogo.model.errors import CouldNotTell
from gonogo.model.index import Index, Served
from gonogo.model.verdict import Verdict
from gonogo.release.survey import survey

CHECKS = {check.name: check for check in all_checks()}
EPOCH = 1_700_000_000
BUILT: dict[str, list[tuple[str, bytes]]] = {}
WHEEL, SDIST = "demo_sample-1.0.0-py3-none-any.whl", "demo_sample-1.0.0.tar.gz"


@pytest.fixture
def reader(sample, tmp_path):
    """The reader of a real, sound release of the sample, whose index serves nothing of it."""
    return read(sample, tmp_path / "dist")


def read(sample, dist) -> Reader:
    git = Git(sample.folder)
    commit = git.resolve("HEAD")
    files = built(sample.folder, git("ls-files", "-s"), dist)
    manifest = builder.manifest(files, builder.metadata_of(files[1]), commit, EPOCH, "v1.0.0")
    nowhere = Index("nowhere", "http://127.0.0.1:9/", "http://127.0.0.1:9/")
    project = survey(sample.folder)
    found = Reader(project, "1.0.0", "v1.0.0", commit, sample.folder, sample.folder, manifest, files, nowhere)
    return serving(found)


def built(folder, content, dist):
    """Build a project for real, once for the same content; the epoch is fixed, so that the bytes are the same."""
    if content not in BUILT:
        files = builder.build(folder, Path(tempfile.mkdtemp(dir=dist.parent.parent)), EPOCH)
        BUILT[content] = [(path.name, path.read_bytes()) for path in files]
    dist.mkdir()
    for name, data in BUILT[content]:
        (dist / name).write_bytes(data)
    return tuple(dist / name for name, _ in BUILT[content])


def serving(reader: Reader, *served: Served) -> Reader:
    """Let a reader have asked its index already."""
    reader.__dict__["entry"] = Entry(exists=bool(served), files=served)
    return reader


def again(reader: Reader, **changes) -> Reader:
    """Return a changed reader, whose index has been asked."""
    return serving(replace(reader, **changes), *reader.served)


def rewritten(reader: Reader, name: str, change) -> Reader:
    """Return a reader whose artifact `name` was rewritten and hashed again, as if it had been built so."""
    path = next(path for path in reader.files if path.name == name)
    change(path)
    return again(reader, manifest=replace(reader.manifest, artifacts=builder.artifacts(reader.files)))


def member_added(name: str, content: bytes = b"x"):
    def change(path):
        if path.name.endswith(".whl"):
            with zipfile.ZipFile(path, "a") as archive:
                archive.writestr(name, content)
            return
        with tarfile.open(path) as old:
            members = [(member, old.extractfile(member).read() if member.isfile() else b"") for member in old]
        info = tarfile.TarInfo(name)
        info.size = len(content)
        with tarfile.open(path, "w:gz") as new:
            for member, data in [*members, (info, content)]:
                new.addfile(member, io.BytesIO(data))

    return change


def other_version(reader, sample, tmp_path):
    sample.write("pyproject.toml", (sample.folder / "pyproject.toml").read_text().replace("1.0.0", "1.0.1", 1))
    return reader


def other_tag(reader, sample, tmp_path):
    return again(reader, tag="v1.0.1")


def changed_file(reader, sample, tmp_path):
    sample.write("README.md", "# other\n")
    return reader


def no_section(reader, sample, tmp_path):
    sample.write("CHANGELOG.md", "# Changelog\n\n<!-- towncrier release notes start -->\n\n## 0.9 (2025-01-01)\n")
    return reader


def other_bytes_public(reader, sample, tmp_path):
    return serving(again(reader), Served(WHEEL, "", "0" * 64))


def foreign_file_public(reader, sample, tmp_path):
    return serving(again(reader), Served("demo_sample-1.0.0-cp311-cp311-win32.whl", "", "0" * 64))


def bad_classifier(reader, sample, tmp_path):
    text = (sample.folder / "pyproject.toml").read_text()
    sample.commit("pyproject.toml", text.replace("Programming Language :: Python :: 3", "Private :: No Upload"))
    return read(sample, tmp_path / "again")


def unlisted_member(reader, sample, tmp_path):
    return rewritten(reader, WHEEL, member_added("demo/extra.py"))


def member_outside(reader, sample, tmp_path):
    return rewritten(reader, WHEEL, member_added("../evil.pth"))


def stale_wheel(reader, sample, tmp_path):
    shutil.copy(reader.files[1], reader.files[1].with_name("demo_sample-0.9.0-py3-none-any.whl"))
    return reader


def no_sdist(reader, sample, tmp_path):
    manifest = replace(reader.manifest, artifacts=reader.manifest.artifacts[1:])
    return again(reader, files=reader.files[1:], manifest=manifest)


def other_commit(reader, sample, tmp_path):
    return again(reader, commit="1" * 40)


def swapped(reader, sample, tmp_path):
    member_added("demo/extra.py")(reader.files[1])
    return reader


def foreign_project(reader, sample, tmp_path):
    other = reader.files[1].with_name("other-1.0.0-py3-none-any.whl")
    shutil.copy(reader.files[1], other)
    files = (*reader.files, other)
    manifest = replace(reader.manifest, artifacts=builder.artifacts(files))
    return again(reader, files=files, manifest=manifest)


def broken_readme(reader, sample, tmp_path):
    text = (sample.folder / "pyproject.toml").read_text().replace("README.md", "README.rst")
    sample.write("README.rst", "Title\n=\n\n.. nothing::\n")
    sample.commit("pyproject.toml", text)
    return read(sample, tmp_path / "again")


def readme_outside(reader, sample, tmp_path):
    (tmp_path / "secret.md").write_text("# demo\n\npassword\n")
    tree = shutil.copytree(reader.tree, tmp_path / "tree", symlinks=True)
    (tree / "README.md").unlink()
    (tree / "README.md").symlink_to(tmp_path / "secret.md")
    return again(reader, tree=tree)


def package_left_out(reader, sample, tmp_path):
    sample.write("src/demo/data.txt", "data")
    sample.git("add", "src/demo/data.txt")
    sample.write(".gitignore", "*.txt\n")
    sample.commit("src/demo/reads.py", 'NAME = "data.txt"\n')
    return read(sample, tmp_path / "again")


def configured_and_left_out(reader, sample, tmp_path):
    more = '\n[tool.hatch.build.targets.sdist]\nexclude = ["tests"]\n'
    more += '[tool.check-manifest]\nignore = ["noxfile.py"]\n'
    sample.commit("pyproject.toml", (sample.folder / "pyproject.toml").read_text() + more)
    return read(sample, tmp_path / "again")


def bytecode_inside(reader, sample, tmp_path):
    sample.write("src/demo/old.pyc", "x")
    more = '\n[tool.hatch.build.targets.wheel.force-include]\n"src/demo/old.pyc" = "demo/old.pyc"\n'
    more += '[tool.hatch.build.targets.sdist.force-include]\n"src/demo/old.pyc" = "src/demo/old.pyc"\n'
    sample.commit("pyproject.toml", (sample.folder / "pyproject.toml").read_text() + more)
    return read(sample, tmp_path / "again")


def call_taken_away(reader, sample, tmp_path):
    sample.commit("src/demo/calls.py", "def ask(): ...\n")
    sample.git("tag", "-f", "v1.0.0")
    sample.commit("src/demo/calls.py", "def demand(): ...\n")
    return again(reader, version="1.0.1")


def tag_on_no_branch(reader, sample, tmp_path):
    commit = sample.git("commit-tree", "-m", "aside", "HEAD^{tree}")
    sample.git("tag", "-a", "-m", "1.0.0", "v1.0.0", commit)
    return again(reader, commit=commit)


def tag_on_another_branch(reader, sample, tmp_path):
    sample.git("tag", "-a", "-m", "1.0.0", "v1.0.0")
    settings = replace(reader.project.settings, branch="stable")
    return again(reader, project=replace(reader.project, settings=settings))


def holding(name, member, content):
    return lambda reader, *_: rewritten(reader, name, member_added(member, content))


def tag_names_others(reader, sample, tmp_path):
    sample.git("tag", "-f", "-am", f"1.0.0\n\n{'0' * 64}  {WHEEL}", "v1.0.0")
    return reader


FAULTS = {
    "bytes_match_tag": [tag_names_others],
    "no_secrets_inside": [
        holding(WHEEL, "demo/client.py", f'TOKEN = "{leaks.github()}"\n'.encode()),
        holding(SDIST, "demo_sample-1.0.0/deploy.pem", leaks.private_key()),
        holding(SDIST, "demo_sample-1.0.0/.pypirc", b"[pypi]\npassword = x\n"),
    ],
    "tag_is_a_release_tag": [tag_on_no_branch, tag_on_another_branch],
    "breaking_changes_declared": [call_taken_away],
    "version_matches_tag": [other_version, other_tag],
    "work_tree_clean": [changed_file],
    "changelog_has_section": [no_section],
    "index_has_no_other_bytes": [other_bytes_public, foreign_file_public],
    "index_rules_hold": [bad_classifier, unlisted_member, member_outside],
    "artifacts_are_the_expected_set": [stale_wheel, no_sdist, other_commit, swapped, foreign_project],
    "descriptions_render": [broken_readme, readme_outside],
    "sdist_holds_what_git_tracks": [package_left_out, configured_and_left_out],
    "wheel_contents_sound": [bytecode_inside],
}


def test_every_check_has_faults_that_it_was_seen_to_find():
    assert set(FAULTS) == set(CHECKS)


def test_a_sound_release_is_go_by_every_check_and_something_was_examined(reader):
    found = {name: check.function(reader) for name, check in CHECKS.items()}
    assert {name: one.findings for name, one in found.items() if one.verdict is not Verdict.GO} == {}
    assert all(one.count for one in found.values())


@pytest.mark.parametrize(("name", "fault"), [(name, one) for name, several in FAULTS.items() for one in several])
def test_a_fault_is_no_go_with_a_sentence_a_place_and_a_fix(reader, sample, tmp_path, capfd, name, fault):
    examined = CHECKS[name].function(fault(reader, sample, tmp_path))
    assert examined.verdict is Verdict.NO_GO
    blocking = [finding for finding in examined.findings if finding.blocking]
    assert all(finding.code and finding.what and finding.fix for finding in blocking)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_what_the_user_reads_is_one_sentence(check):
    first = check.doc.splitlines()[0]
    assert first.endswith((".", ":"))
    assert check.needs <= {"tree", "metadata", "artifacts", "index", "work tree"}


@pytest.mark.parametrize("name", [name for name, check in CHECKS.items() if "index" in check.needs])
def test_an_index_that_cannot_be_asked_is_could_not_tell(reader, name):
    with pytest.raises(CouldNotTell):
        CHECKS[name].function(replace(reader))


@pytest.mark.parametrize(
    "name", ["descriptions_render", "wheel_contents_sound", "index_rules_hold", "no_secrets_inside"]
)
def test_a_wheel_that_is_no_archive_is_reported_and_not_a_traceback(reader, name):
    broken = rewritten(reader, WHEEL, lambda path: path.write_bytes(b"PK\3\4 not a zip"))
    assert CHECKS[name].function(broken).verdict is Verdict.NO_GO


@pytest.mark.parametrize("name", ["artifacts_are_the_expected_set", "version_matches_tag"])
def test_a_wheel_whose_metadata_cannot_be_read_is_an_error_that_names_it(reader, name):
    broken = rewritten(reader, WHEEL, lambda path: path.write_bytes(b"PK\3\4 not a zip"))
    with pytest.raises(builder.BrokenArtifact, match=WHEEL):
        CHECKS[name].function(broken)


def test_findings_never_hold_control_characters(reader):
    changed = rewritten(reader, WHEEL, member_added("demo/\x1b[31mred.pyc"))
    text = json.dumps([finding.what for check in CHECKS.values() for finding in check.function(changed).findings])
    assert "\\u001b" not in text
