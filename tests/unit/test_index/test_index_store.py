"""What the store keeps, counts and forgets."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest

from gonogo.test_index.store import Store, StoredFile


def held(filename: str, name: str = "Tiny", version: str = "1.0") -> StoredFile:
    kind = "bdist_wheel" if filename.endswith(".whl") else "sdist"
    return StoredFile(filename, name, version, kind, size=1, sha256=filename, uploaded="", serial=0)


def taken(store: Store, filename: str, **facts: str) -> StoredFile:
    content = store.incoming / "content"
    content.write_bytes(b"x")
    return store.add(held(filename, **facts), content)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path, lambda: datetime(2026, 1, 2, 3, 4, 5, 678, timezone.utc))


def test_a_file_gets_its_time_and_the_next_serial(store: Store) -> None:
    first, second = taken(store, "a.tar.gz"), taken(store, "b.whl", name="other")
    assert (first.serial, second.serial) == (1, 2)
    assert first.uploaded == "2026-01-02T03:04:05.000678Z"
    assert (store.serial("tiny"), store.serial("other"), store.serial("none")) == (1, 2, None)
    assert store.last_serial() == 2


def test_versions_are_compared_as_versions(store: Store) -> None:
    taken(store, "a.tar.gz", version="1.0")
    taken(store, "b.whl", version="1.0.0")
    taken(store, "c.whl", version="11.0")
    assert [one.filename for one in store.release("tiny", "1")] == ["a.tar.gz", "b.whl"]


def test_a_change_is_a_new_serial(store: Store) -> None:
    taken(store, "a.tar.gz")
    store.change("a.tar.gz", yanked="broken")
    changed = store.get("a.tar.gz")
    assert changed is not None
    assert (changed.yanked, changed.serial) == ("broken", 2)


def test_what_is_written_is_read_again(store: Store, tmp_path: Path) -> None:
    taken(store, "a.tar.gz")
    taken(store, "b.whl")
    store.delete("b.whl")
    again = Store(tmp_path)
    assert again.all() == store.all()
    assert again.gone() == {"b.whl"}
    assert again.projects() == {"tiny": "Tiny"}
    assert again.last_serial() == 3


def test_a_wheel_that_is_none_has_no_metadata(store: Store) -> None:
    assert taken(store, "b.whl").metadata_sha256 == ""
    assert list(store.metadata.iterdir()) == []


def test_what_is_not_held_cannot_be_deleted(store: Store) -> None:
    with pytest.raises(KeyError):
        store.delete("a.tar.gz")
