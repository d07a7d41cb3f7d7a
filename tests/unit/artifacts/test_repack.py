from __future__ import annotations

import io
import tarfile
import zipfile

import pytest

from gonogo.artifacts.repack import repack

EPOCH = 1_700_000_000


def wheel(path, names, mode=0o600, time=(2020, 1, 1, 0, 0, 0)):
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            info = zipfile.ZipInfo(name, time)
            info.external_attr = (0o100000 | mode) << 16
            archive.writestr(info, name.encode() * 50)
    return path


def sdist(path, members, epoch=1):
    with tarfile.open(path, "w:gz") as archive:
        for name, mode in members:
            info = tarfile.TarInfo(name)
            info.mode, info.mtime, info.uname, info.size = mode, epoch, "somebody", len(name)
            archive.addfile(info, io.BytesIO(name.encode()))
    return path


def test_a_wheel_keeps_its_content_and_loses_what_depends_on_the_machine(tmp_path):
    names = ["d-1.dist-info/RECORD", "d-1.dist-info/METADATA", "d/b.py", "d/a.py"]
    one = wheel(tmp_path / "one.whl", names)
    two = wheel(tmp_path / "two.whl", list(reversed(names)), 0o644, (2021, 1, 1, 0, 0, 0))
    for path in (one, two):
        repack(path, EPOCH)
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as archive:
        assert archive.namelist() == ["d/a.py", "d/b.py", *reversed(names[:2])]
        assert archive.read("d/a.py") == b"d/a.py" * 50


def test_a_wheel_in_its_form_is_left_as_it_is(tmp_path):
    path = wheel(tmp_path / "one.whl", ["d/a.py", "d-1.dist-info/RECORD"])
    repack(path, EPOCH)
    before = path.stat()
    repack(path, EPOCH)
    assert path.stat().st_ino == before.st_ino


def test_programs_stay_programs(tmp_path):
    path = wheel(tmp_path / "one.whl", ["d-1.data/scripts/run"], 0o711)
    repack(path, EPOCH)
    with zipfile.ZipFile(path) as archive:
        assert archive.infolist()[0].external_attr >> 16 == 0o100755


@pytest.mark.parametrize("epoch", [0, EPOCH, 4_000_000_000])
def test_any_epoch_fits_a_zip(tmp_path, epoch):
    repack(wheel(tmp_path / "one.whl", ["a.py"]), epoch)


def test_an_sdist_keeps_links_and_makes_a_file_of_a_hard_link(tmp_path):
    path = sdist(tmp_path / "d-1.tar.gz", [("d-1/b", 0o777), ("d-1/PKG-INFO", 0o600)])
    with tarfile.open(path) as old:
        kept = [(member, old.extractfile(member).read()) for member in old]
    with tarfile.open(path, "w:gz") as archive:
        for member, content in kept:
            archive.addfile(member, io.BytesIO(content))
        for name, kind, target in [("d-1/a", tarfile.LNKTYPE, "d-1/b"), ("d-1/c", tarfile.SYMTYPE, "b")]:
            link = tarfile.TarInfo(name)
            link.type, link.linkname = kind, target
            archive.addfile(link)
    repack(path, EPOCH)
    with tarfile.open(path) as archive:
        assert archive.getnames() == ["d-1/PKG-INFO", "d-1/a", "d-1/b", "d-1/c"]
        assert archive.extractfile("d-1/a").read() == b"d-1/b"
        assert archive.getmember("d-1/c").linkname == "b"
        assert {member.uname for member in archive} == {""}
