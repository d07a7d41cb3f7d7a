"""H31 to H42: fragments and changelogs; what a note says is literal, and what is not plain is refused."""

from __future__ import annotations

import os

import pytest

from gonogo.artifacts.store import digest
from gonogo.git.repository import Git
from gonogo.model.errors import Status

HEAD = "# Changelog\n\n<!-- towncrier release notes start -->\n"


def put(sample, name, content):
    path = sample.folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    sample.git("add", "--all")
    sample.git("commit", "-qm", "spoilt")


def link(sample, name, target):
    (sample.folder / name).unlink(missing_ok=True)
    (sample.folder / name).symlink_to(target)
    sample.git("add", "--all")
    sample.git("commit", "-qm", "link")


FRAGMENTS = {
    "H32 option": ("changelog.d/-x.feature.md", "x"),
    "H32 dots": ("changelog.d/1..feature.md", "x"),
    "H32 newline": ("changelog.d/a\n.feature.md", "x"),
    "H32 encoded": ("changelog.d/a%0a.feature.md", "x"),
    "H32 backslash": ("changelog.d/a\\b.feature.md", "x"),
    "H32 device": ("changelog.d/con.feature.md", "x"),
    "H33 escape": ("changelog.d/\x1b[31m.feature.md", "x"),
    "H34 binary": ("changelog.d/2.feature.md", b"\x00\x01\xff"),
    "H34 utf-16": ("changelog.d/2.feature.md", "x".encode("utf-16")),
    "H34 latin-1": ("changelog.d/2.feature.md", b"caf\xe9"),
    "H35 50 MB": ("changelog.d/2.feature.md", "x" * 50_000_000),
    "H36 heading": ("changelog.d/2.feature.md", "x\n\n## 9.9.9 (2026-01-01)\n"),
    "H36 marker": ("changelog.d/2.feature.md", "x\n<!-- towncrier release notes start -->\n"),
    "H39 empty": ("changelog.d/2.feature.md", ""),
    "H39 type": ("changelog.d/2.bugfx.md", "x"),
    "H39 type alone": ("changelog.d/feature.md", "x"),
    "H39 twice": ("changelog.d/01.feature.md", "x"),
    "H41 case": ("changelog.d/1.FEATURE.md", "x"),
}


@pytest.mark.parametrize("name", FRAGMENTS)
def test_a_fragment_that_is_no_plain_note_stops_the_release(sample, refused, name):
    path, content = FRAGMENTS[name]
    put(sample, path, content)
    refused("changelog.d", "feature, bugfix", part="minor")


def test_h31_a_fragment_that_links_to_a_secret_stops_the_release(sample, refused, tmp_path):
    (tmp_path / "pypirc").write_text("password = hunter2hunter2\n")
    link(sample, "changelog.d/2.feature.md", tmp_path / "pypirc")
    assert "hunter2" not in refused("changelog.d/2.feature.md", "link", part="minor").text


def test_h39_a_pipe_is_not_read(sample, refused):
    os.mkfifo(sample.folder / "changelog.d/2.feature.md")
    refused("changelog.d/2.feature.md", "it is not a file", part="minor")


def test_h40_no_fragment_at_all_names_the_way_on(sample, refused):
    sample.git("rm", "-q", "changelog.d/1.feature.md")
    sample.git("commit", "-qm", "none")
    refused("--empty", part="minor")


LITERAL = ["{{ 7*7 }}", "${{ secrets.X }}", "$(touch PWNED)", "`touch PWNED`", "%s %(x)s", "{0} {version}",
           "{% for x in y %}", "<script>alert(1)</script>", "[x](javascript:alert(1))", "@everyone", "Closes #1",
           "::error::boo", "##[error]boo", "![x](https://example.invalid/x.png)"]  # fmt: skip


def test_h37_h38_what_a_note_says_is_taken_literally(sample):
    for number, text in enumerate(LITERAL, 10):
        sample.write(f"changelog.d/{number}.feature.md", f"Note {text} here.\n")
    sample.git("add", "--all")
    sample.git("commit", "-qm", "notes")
    assert sample.bump().exit_status is Status.GO
    changelog = (sample.folder / "CHANGELOG.md").read_text()
    for text in LITERAL:
        assert f"Note {text} here." in changelog
    assert not list(sample.folder.rglob("PWNED"))


def test_h34_a_byte_order_mark_and_foreign_line_ends_are_normalised(sample):
    put(sample, "changelog.d/2.feature.md", b"\xef\xbb\xbfOne line\r\nand another.\r\n")
    sample.bump()
    changelog = (sample.folder / "CHANGELOG.md").read_bytes()
    assert b"\r" not in changelog
    assert b"\xef\xbb\xbf" not in changelog


CHANGELOGS = {
    "two markers": HEAD + HEAD,
    "version there": HEAD + "\n## 1.1.0 (2026-01-01)\n\n- x\n",
    "not utf-8": HEAD.encode() + b"caf\xe9",
    "nul": HEAD.encode() + b"\0",
    "200 MB": HEAD.encode() + b"x" * 40_000_000,
}


@pytest.mark.parametrize("name", CHANGELOGS)
def test_h42_a_changelog_that_cannot_be_written_stops_the_release(sample, refused, name):
    put(sample, "CHANGELOG.md", CHANGELOGS[name])
    refused("CHANGELOG.md", part="minor")


def test_h42_a_changelog_that_is_a_link_stops_the_release(sample, refused, tmp_path):
    (tmp_path / "outside.md").write_text(HEAD)
    link(sample, "CHANGELOG.md", tmp_path / "outside.md")
    refused("CHANGELOG.md", "link", part="minor")
    assert (tmp_path / "outside.md").read_text() == HEAD


OLD = "\r\n## 1.0.0 (2026-01-01)\r\n\r\n- The first.\r\n"
KEPT = {
    "crlf": HEAD.replace("\n", "\r\n").encode() + OLD.encode(),
    "bom": b"\xef\xbb\xbf" + HEAD.encode() + OLD.replace("\r", "").encode(),
    "mixed": HEAD.encode() + OLD.encode(),
    "no marker": OLD.replace("\r", "").encode(),
    "empty": b"",
}


@pytest.mark.parametrize("name", KEPT)
def test_h42_what_stood_in_a_changelog_stays_as_it_was(sample, name):
    put(sample, "CHANGELOG.md", KEPT[name])
    assert sample.bump().exit_status is Status.GO
    after = (sample.folder / "CHANGELOG.md").read_bytes()
    assert b"A new thing." in after
    assert after.endswith(KEPT[name].split(b"start -->")[-1].strip() + KEPT[name][len(KEPT[name].rstrip()) :])
    assert after.startswith(KEPT[name][:3] if name == "bom" else b"")
    if name == "crlf":
        assert after.count(b"\n") == after.count(b"\r\n")
    assert Git(sample.folder).status() == ()


def test_h42_a_changelog_that_is_read_only_is_still_followed(sample):
    (sample.folder / "CHANGELOG.md").chmod(0o444)
    before = digest(sample.folder / "CHANGELOG.md")
    assert sample.bump().exit_status is Status.GO
    assert digest(sample.folder / "CHANGELOG.md") != before


@pytest.mark.parametrize("words", [{}, {"empty": True}], ids=["bump", "bump --empty"])
def test_h20_a_fragment_that_was_deleted_and_not_committed_is_named(sample, refused, words):
    (sample.folder / "changelog.d/1.feature.md").unlink()
    refused("D changelog.d/1.feature.md", part="minor", **words)


@pytest.mark.parametrize("words", [{}, {"empty": True}], ids=["bump", "bump --empty"])
def test_h22_fragments_that_a_sparse_checkout_leaves_out_are_named(sample, refused, words):
    sample.git("sparse-checkout", "set", "src", "tests")
    refused("changelog.d/1.feature.md", "sparse", part="minor", **words)
