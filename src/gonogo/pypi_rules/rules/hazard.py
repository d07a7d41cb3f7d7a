"""Files that the index accepts and that an installer should not."""

from collections import Counter

from gonogo.pypi_rules import limits
from gonogo.pypi_rules.dist_info import SIGNATURES, odd_scripts, record_of, wrong_hashes
from gonogo.pypi_rules.members import escapes, link_escapes
from gonogo.pypi_rules.names import identity, listed_tags, named_tags, normalized, version_of, wheel_name
from gonogo.pypi_rules.rule import Fault, Faults, Stage, rule
from gonogo.pypi_rules.tararchive import TarArchive
from gonogo.pypi_rules.upload import Upload
from gonogo.pypi_rules.ziparchive import ZipArchive


@rule(
    Stage.HAZARD + 5,
    "RFC 1952; PEP 625",
    ok="a gzip stream with its checksum",
    bad="a stream cut after the last member",
)
def sdist_ends_well(upload: Upload) -> Faults:
    """The compressed stream is cut after the last member, its checksum is wrong, or much follows it. The index reads to
    the last member only and accepts it; gzip and other unpackers refuse it.
    Fix: build the sdist again; it may have been cut or changed on the way.
    """
    archive = upload.artifact.archive
    if isinstance(archive, TarArchive) and archive.loose:
        yield Fault(f"after the last member: {archive.loose}", upload.filename)


@rule(Stage.HAZARD + 7, "The index's rule for zips, read 2026-08-21", ok="64 MiB in 2 MiB", bad="65 MiB in 1 MiB")
def sdist_is_no_bomb(upload: Upload) -> Faults:
    """The sdist unpacks to more than 64 MiB and to more than fifty times its own size, like an archive that is made
    to fill a disk. The index measures zips only and accepts it; it harms whoever unpacks it.
    Fix: leave out the large uniform files.
    """
    archive = upload.artifact.archive
    if isinstance(archive, TarArchive) and archive.unpacked > max(limits.RATIO_FROM, limits.RATIO * archive.size):
        yield Fault(f"it unpacks to {archive.unpacked // limits.MIB} MiB", upload.filename)


@rule(Stage.HAZARD + 8, "Sdist format; PEP 706", ok="demo-1.0/a.py once", bad="demo-1.0/a.py twice")
def sdist_names_are_unique(upload: Upload) -> Faults:
    """Two members of the sdist have the same name; the last one is unpacked, and readers may show the first. The index
    accepts it.
    Fix: build the sdist again in a clean folder.
    """
    files = Counter(member.name for member in upload.artifact.members if member.kind != "dir")
    for name in sorted(name for name, count in files.items() if count > 1):
        yield Fault(f"{name!r} is {files[name]} times in the sdist", name)


@rule(Stage.HAZARD + 10, "Sdist format; PEP 625; PEP 706", ok="demo/a.py", bad="../evil.pth")
def members_stay_inside(upload: Upload) -> Faults:
    """A member's path is absolute, has a drive letter or climbs out with `..`. The index accepts it; an installer could
    be harmed by it or refuse it.
    Fix: build the file again; do not pack it yourself.
    """
    for member in upload.artifact.members:
        if escapes(member.name):
            yield Fault(f"the member {member.name!r} leaves the folder", member.name)


@rule(Stage.HAZARD + 20, "Sdist format; PEP 625; PEP 706", ok="demo-1.0/a -> b", bad="demo-1.0/a -> ../../b")
def links_stay_inside(upload: Upload) -> Faults:
    """A link points outside the archive, or is in a wheel, where links are not unpacked as such. The index accepts
    it; an installer could be harmed by it or refuse it.
    Fix: replace the link with the file.
    """
    for member in upload.artifact.members:
        if member.kind in {"link", "hardlink"} and (upload.artifact.is_wheel or link_escapes(member)):
            yield Fault(f"the link {member.name!r} points to {member.target!r}", member.name)


@rule(Stage.HAZARD + 30, "Sdist format; PEP 625; PEP 706", ok="a regular file", bad="a named pipe")
def members_are_files_and_folders(upload: Upload) -> Faults:
    """A member is a device, a pipe or the like. The index accepts it; an installer could be harmed by it or refuse it.
    Fix: build the file again; do not pack it yourself.
    """
    for member in upload.artifact.members:
        if member.kind == "device":
            yield Fault(f"the member {member.name!r} is not a file", member.name)


@rule(Stage.HAZARD + 35, "Sdist format; PEP 625", ok="demo-1.0/ in demo-1.0.tar.gz", bad="demo/ in demo-1.0.tar.gz")
def sdist_folder_fits_its_name(upload: Upload) -> Faults:
    """The sdist's one folder is not named `name-version` as the file is. The index accepts it; an installer could be
    harmed by it or refuse it.
    Fix: build the sdist again; do not rename it.
    """
    top = upload.artifact.sdist_top
    stem = upload.filename.removesuffix(".tar.gz")
    if top not in {None, "", ".", "/", stem}:
        yield Fault(f"the folder is {top!r}, not {stem!r}", str(top))


@rule(
    Stage.HAZARD + 40,
    "Wheel and sdist formats",
    ok="Version: 1.0 in demo-1.0.tar.gz",
    bad="Version: 1.1 in demo-1.0.tar.gz",
)
def metadata_fits_the_file_name(upload: Upload) -> Faults:
    """The METADATA or PKG-INFO that an installer reads has another name or version than the file name. The index
    accepts it; an installer could be harmed by it or refuse it.
    Fix: build the file again; do not rename it.
    """
    inner, outer = identity(upload.artifact.inner_metadata), version_of(upload.filename)
    if inner and outer and inner != (normalized(upload.filename), outer):
        yield Fault(f"the metadata inside says {inner[0]} {inner[1]}", upload.filename)


@rule(Stage.HAZARD + 45, "Wheel format", ok="demo-1.0.dist-info", bad="demo-1.0.dist-info beside evil-1.0.dist-info")
def wheel_has_one_dist_info(upload: Upload) -> Faults:
    """The wheel holds more than one `.dist-info` folder at its top, or one that is spelled otherwise than its name.
    Clients and installers may read different ones, so that a wheel is two projects at once.
    Fix: build the wheel again in a clean folder.
    """
    artifact = upload.artifact
    tops = {name.partition("/")[0] for name in artifact.names if "/" in name}
    others = sorted(top for top in tops if top.endswith(".dist-info") and top != artifact.dist_info)
    for top in others if artifact.is_wheel else ():
        yield Fault(f"the wheel holds {top!r} beside or instead of {artifact.dist_info!r}", top)


@rule(
    Stage.HAZARD + 47,
    "Wheel format, WHEEL",
    ok="Tag: py3-none-any",
    bad="Tag: cp313-cp313-linux_x86_64 in a py3-none-any wheel",
)
def wheel_tags_fit_the_file_name(upload: Upload) -> Faults:
    """The Tag lines of WHEEL are not the tags in the file name; the wheel was renamed, or built for another Python. The
    index reads the file name only.
    Fix: build the wheel again, or retag it with `wheel tags`.
    """
    artifact = upload.artifact
    data = artifact.read(f"{artifact.dist_info}/WHEEL") if artifact.is_wheel else None
    parsed = wheel_name(upload.filename)
    if data is None or isinstance(parsed, str):
        return
    inside, outside = listed_tags(data), named_tags(upload.filename)
    if inside and inside != outside:
        yield Fault(f"WHEEL says {', '.join(sorted(inside))}", f"{artifact.dist_info}/WHEEL")


@rule(Stage.HAZARD + 50, "Wheel format, RECORD", ok="every member once", bad="a member that RECORD leaves out")
def record_lists_every_member(upload: Upload) -> Faults:
    """RECORD leaves out a member, lists one that is absent, or lists one twice. The index accepts the wheel and sends
    its owners an e-mail about it; it plans to refuse it later.
    Fix: build the wheel again; do not edit it.
    """
    artifact = upload.artifact
    record = record_of(artifact) if artifact.is_wheel and not artifact.trouble else None
    if record is None:
        return
    signed = {f"{artifact.dist_info}/{name}" for name in SIGNATURES[1:]}
    members = {member.name for member in artifact.members if not member.name.endswith("/")} - signed
    for name in sorted(members - record.paths):
        yield Fault(f"RECORD does not list {name!r}", name)
    for name in sorted(record.paths - members):
        yield Fault(f"RECORD lists {name!r}, which is not in the wheel", name)


@rule(
    Stage.HAZARD + 60, "Wheel format, RECORD; PEP 427", ok="sha256 of the member", bad="md5, or another member's hash"
)
def record_hashes_are_right(upload: Upload) -> Faults:
    """A hash in RECORD is missing, weak, or not the member's. The index does not check it; installers refuse such a
    wheel or warn.
    Fix: build the wheel again; do not edit it.
    """
    artifact = upload.artifact
    record = record_of(artifact) if artifact.is_wheel and not artifact.trouble else None
    if record and isinstance(artifact.archive, ZipArchive) and not artifact.archive.is_bomb:
        for name in wrong_hashes(artifact.archive, record, artifact.dist_info):
            yield Fault(f"RECORD's hash of {name!r} is not the member's", name)


@rule(Stage.HAZARD + 70, "Entry points specification", ok="demo.cli:main", bad="demo.cli:main;evil()")
def scripts_name_objects(upload: Upload) -> Faults:
    """A script's entry point is not `module:object`, but has a `;`, a line break or other code in it. Installers write
    it into a program as it is, and the index does not check it.
    Fix: correct `scripts` in `[project]`.
    """
    artifact = upload.artifact
    target = f"{artifact.dist_info}/entry_points.txt"
    data = artifact.read(target) if artifact.is_wheel else None
    for script in odd_scripts(data or b""):
        yield Fault(f"the script {script!r} names no object", target)
