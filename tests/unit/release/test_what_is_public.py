"""What is public of a release is looked for by the bytes that are kept, whatever version they have."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from gonogo.release import recover_artifacts


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_version_between_two_tags_is_found_by_its_kept_bytes(monkeypatch, is_kept):
    """The plan of an untagged commit names the last release; what was built of it is 1.0.1.dev1."""
    kept = SimpleNamespace(find=lambda _commit: "1.0.1.dev1" if is_kept else None)
    context = SimpleNamespace(kept=kept, commit=lambda _plan: "c", index=None)
    monkeypatch.setattr(recover_artifacts.published, "look", lambda _index, _manifest: SimpleNamespace(same=("a",)))
    monkeypatch.setattr(recover_artifacts, "served", lambda _plan, _context: ())
    assert recover_artifacts.is_public(None, context) is is_kept
