"""Limits: read from headers, enforced while reading, so that a bomb costs neither memory nor time."""

import struct
import time

from samples_artifacts import SDIST, WHEEL, sdist, wheel

from gonogo.pypi_rules import book, limits


def refused(path):
    return [one.code for one in book.judge(path).findings if one.blocking]


def test_a_file_of_gigabytes_is_refused_unread(tmp_path):
    path = wheel(tmp_path)
    with path.open("r+b") as file:
        file.truncate(4 << 30)
    started = time.monotonic()
    assert "size_is_within_the_limit" in refused(path)
    assert time.monotonic() - started < 5


def test_a_directory_of_millions_of_members_is_not_read(tmp_path):
    path = tmp_path / WHEEL
    size = limits.DIRECTORY_READ + 100
    with path.open("wb") as file:
        file.truncate(size)
        file.seek(size)
        file.write(b"PK\5\6" + struct.pack("<HHHHLLH", 0, 0, 65534, 65534, size, 0, 0))
    assert "archive_can_be_judged" in refused(path)


def test_a_tar_of_too_many_members_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "TAR_MEMBERS", 3)
    assert "archive_can_be_judged" in refused(sdist(tmp_path))


def test_a_tar_that_unpacks_to_far_more_than_its_size_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "TAR_READ", 64 << 20)
    path = sdist(tmp_path, files={"demo-1.0/zeros": bytes(limits.TAR_READ + 1)})
    started = time.monotonic()
    assert refused(path) == ["archive_can_be_judged"]
    assert time.monotonic() - started < 5


def test_metadata_that_is_too_long_is_a_finding(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "METADATA_READ", 100)
    assert "client_finds_the_metadata" in refused(wheel(tmp_path))
    assert "client_finds_the_metadata" in refused(sdist(tmp_path, SDIST))
