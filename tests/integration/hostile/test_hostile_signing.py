"""Signing: what git is set up to sign is signed, or nothing is released."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from gonogo.model.errors import Status

pytestmark = pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="there is no ssh-keygen")


def signs(sample, key, what="tag.gpgsign"):
    for name, value in (("gpg.format", "ssh"), ("user.signingkey", str(key)), (what, "true")):
        sample.git("config", name, value)


@pytest.mark.parametrize("what", ["tag.gpgsign", "tag.forceSignAnnotated"])
def test_a_tag_that_git_left_unsigned_is_no_release(sample, refused, what, tmp_path):
    signs(sample, tmp_path / "no-such-key.pub", what)
    refused("v1.1.0", "signature", "no-such-key.pub", part="minor")


def test_a_commit_that_cannot_be_signed_is_no_release(sample, refused, tmp_path):
    signs(sample, tmp_path / "no-such-key.pub", "commit.gpgsign")
    found = refused("no-such-key.pub", part="minor")
    assert "graftFileDeprecated" not in found.text


def test_a_signed_tag_is_landed_as_it_was_signed(sample, tmp_path):
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "key")], check=True)
    signs(sample, tmp_path / "key.pub")
    assert sample.bump().exit_status is Status.GO
    assert "-----BEGIN SSH SIGNATURE-----" in sample.git("cat-file", "tag", "v1.1.0")
