"""The tag of a release, in real repositories: on a branch, annotated, signed."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from gonogo.checks import tag_is_a_release_tag
from gonogo.checks.reader import Reader
from gonogo.model.index import Index
from gonogo.model.manifest import Manifest
from gonogo.model.verdict import Examined, Verdict
from gonogo.release.survey import survey

TAG = "v1.0.0"


def examined(sample: Any, folder: Path | None = None) -> Examined:
    root = folder or sample.folder
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=root, check=True, capture_output=True, text=True
    ).stdout.strip()
    manifest = Manifest("demo-sample", "1.0.0", commit, 0, ())
    reader = Reader(survey(root), "1.0.0", TAG, commit, root, root, manifest, (), Index("x", "", ""))
    return tag_is_a_release_tag.check(reader)


def test_a_tag_that_is_still_to_be_made_is_go(sample: Any) -> None:
    assert examined(sample).verdict is Verdict.GO


def test_an_annotated_tag_on_a_branch_is_go(sample: Any) -> None:
    sample.git("tag", "-a", "-m", "1.0.0", TAG)

    found = examined(sample)

    assert found.findings == ()
    assert "main" in found.note


def test_a_lightweight_tag_is_advice(sample: Any) -> None:
    sample.git("tag", TAG)

    found = examined(sample)

    assert found.verdict is Verdict.GO
    assert [finding.code for finding in found.findings] == ["tag-not-annotated"]


def test_a_tag_checked_out_in_ci_is_on_the_remotes_branch(sample: Any, tmp_path: Path) -> None:
    sample.git("tag", "-a", "-m", "1.0.0", TAG)
    sample.git("push", "-q", "origin", TAG)
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--branch", TAG, str(sample.remote), str(clone)], check=True)
    subprocess.run(["git", "branch", "-q", "-D", "main"], cwd=clone, check=False)

    found = examined(sample, clone)

    assert found.verdict is Verdict.GO
    assert "origin/main" in found.note


@pytest.fixture
def signing(sample: Any, tmp_path: Path) -> Any:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    (tmp_path / "signers").write_text(f"test@example.org {key.with_suffix('.pub').read_text()}")
    sample.git("config", "gpg.format", "ssh")
    sample.git("config", "user.signingKey", str(key))
    return sample


def test_a_good_signature_is_go_with_and_without_the_list_of_signers(signing: Any, tmp_path: Path) -> None:
    signing.git("tag", "-s", "-m", "1.0.0", TAG)
    assert examined(signing).findings == ()

    signing.git("config", "gpg.ssh.allowedSignersFile", str(tmp_path / "signers"))
    assert examined(signing).findings == ()


def test_a_signature_of_another_text_is_no_go(signing: Any, tmp_path: Path) -> None:
    signing.git("config", "gpg.ssh.allowedSignersFile", str(tmp_path / "signers"))
    signing.git("tag", "-s", "-m", "1.0.0", TAG)
    forged = signing.git("cat-file", "tag", TAG).replace("\n1.0.0\n", "\n1.0.0 and more\n")
    made = subprocess.run(
        ["git", "hash-object", "-t", "tag", "-w", "--stdin"],
        cwd=signing.folder,
        input=forged + "\n",
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    signing.git("update-ref", f"refs/tags/{TAG}", made)

    found = examined(signing)

    assert found.verdict is Verdict.NO_GO
    assert [finding.code for finding in found.findings] == ["bad-signature"]
