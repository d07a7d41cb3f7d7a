"""Repacking: sorted members of one time, no owner and one of two modes, so that the same content has the same bytes."""

import gzip
import shutil
import stat
import tarfile
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

STREAMED = 0x08  # the flag of a member whose sizes follow its content; indexes refuse it
ZIP_BEGINS = 315532800  # 1980-01-01 in seconds since 1970: zip files know no earlier time


def repack(path: Path, epoch: int) -> None:
    """Rewrite an sdist (`.tar.gz`) or a wheel in place with `epoch`, in seconds, as its only time."""
    out = path.with_name(f".{path.name}.repacked")
    if path.name.endswith(".tar.gz"):
        sdist(path, out, epoch)
    elif path.name.endswith(".whl") and not is_uniform(path, epoch):
        wheel(path, out, epoch)
    else:
        return
    out.chmod(0o644)
    out.replace(path)


def sdist(path: Path, out: Path, epoch: int) -> None:
    """Write the sdist `path` to `out` in its reproducible form."""
    with (
        tarfile.open(path) as old,
        out.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=raw, mtime=epoch) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as new,
    ):
        for member in sorted(old.getmembers(), key=lambda one: one.name):
            new.addfile(*plain(old, member, epoch))


def plain(old: tarfile.TarFile, member: tarfile.TarInfo, epoch: int) -> tuple[tarfile.TarInfo, IO[bytes] | None]:
    """Return a member without what depends on the machine, and its content; a hard link becomes a file."""
    content = old.extractfile(member) if member.isreg() or member.islnk() else None
    new = tarfile.TarInfo(member.name)
    new.type = tarfile.REGTYPE if content else member.type
    new.linkname = "" if content else member.linkname
    new.size = old.getmember(member.linkname).size if member.islnk() else member.size
    new.mtime = epoch
    new.mode = 0o755 if member.isdir() or member.mode & stat.S_IXUSR else 0o644
    return new, content


def wheel(path: Path, out: Path, epoch: int) -> None:
    """Write the wheel `path` to `out` in its reproducible form."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in in_order(old.infolist()):
            info = uniform(member, epoch)
            with old.open(member) as source, new.open(info, "w") as target:
                shutil.copyfileobj(source, target, 1 << 20)


def is_uniform(path: Path, epoch: int) -> bool:
    """Return whether a wheel has its reproducible form already, so that a large one is not packed twice."""
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
    return members == in_order(members) and all(
        form(one) == form(uniform(one, epoch)) and not one.extra and not one.flag_bits & STREAMED for one in members
    )


def form(member: zipfile.ZipInfo) -> tuple[object, ...]:
    """Return what of a member's entry depends on where and when it was packed."""
    return member.date_time, member.external_attr, member.create_system


def in_order(members: Iterable[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Return the files among a wheel's members by name, dist-info last and RECORD at the very end."""
    files = [member for member in members if not member.is_dir()]
    return sorted(files, key=lambda one: (dist_info(one), one.filename.endswith("/RECORD"), one.filename))


def dist_info(member: zipfile.ZipInfo) -> bool:
    """Return whether a member is in the wheel's dist-info folder."""
    return member.filename.split("/", 1)[0].endswith(".dist-info")


def uniform(member: zipfile.ZipInfo, epoch: int) -> zipfile.ZipInfo:
    """Return a member's entry with one time and one of two modes."""
    info = zipfile.ZipInfo(member.filename, time.gmtime(max(epoch, ZIP_BEGINS))[:6])
    executable = member.external_attr >> 16 & stat.S_IXUSR
    info.external_attr = (stat.S_IFREG | (0o755 if executable else 0o644)) << 16
    info.create_system = 3
    info.compress_type = zipfile.ZIP_STORED if member.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
    info.file_size = member.file_size
    return info
