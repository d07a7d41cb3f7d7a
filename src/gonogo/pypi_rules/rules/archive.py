"""The archive as a whole: its kind, its members, and what an sdist or a wheel must hold."""

from gonogo.pypi_rules import limits
from gonogo.pypi_rules.rule import Fault, Faults, Stage, rule
from gonogo.pypi_rules.tararchive import TarArchive
from gonogo.pypi_rules.upload import Upload
from gonogo.pypi_rules.ziparchive import ZipArchive


@rule(Stage.ARCHIVE + 1, "The index's own rule against ambiguous archives", ok="a zip", bad="a zip behind a tar")
def archive_is_of_one_kind(upload: Upload) -> Faults:
    """The file can be read both as zip and as tar, so that two tools would see different contents.
    Fix: build the file again; do not join archives.
    """
    if upload.artifact.looks_like == {"zip", "tar"}:
        yield Fault("Invalid distribution file. File is both a zip and a tar file", upload.filename)


@rule(Stage.ARCHIVE + 2, "PEP 427, PEP 625", ok="a zip named .whl", bad="a tar named .whl")
def archive_is_what_its_name_says(upload: Upload) -> Faults:
    """The file is not the kind of archive that its extension says: a zip for a wheel, a compressed tar for an sdist.
    Neither the index nor an installer could open it.
    Fix: build the file again; it may have been cut or changed on the way.
    """
    archive = upload.artifact.archive
    if archive and archive.kind not in upload.artifact.looks_like:
        yield Fault(f"Invalid distribution file. File is not a {archive.kind}file", upload.filename)


@rule(Stage.ARCHIVE + 3, "APPNOTE.TXT; PEP 625", ok="a whole archive", bad="an archive cut in the middle")
def archive_opens(upload: Upload) -> Faults:
    """The archive is cut short or corrupt: it cannot be read to its end. Neither the index nor an installer could
    unpack it.
    Fix: build the file again; it may have been cut or changed on the way.
    """
    archive = upload.artifact.archive
    if archive and archive.trouble and archive.trouble.kind == "broken" and archive.kind in upload.artifact.looks_like:
        yield Fault("Invalid distribution file. None", f"{upload.filename}: {archive.trouble.why}")


@rule(Stage.ARCHIVE + 4, "gonogo's own limits", ok="99,999 members", bad="100,001 members of a tar")
def archive_can_be_judged(upload: Upload) -> Faults:
    """The archive has more members or larger ones than gonogo reads; the limit keeps the time of a verdict bounded.
    Fix: leave out what is not needed.
    """
    if upload.artifact.excess:
        yield Fault(upload.artifact.excess, upload.filename, undecided="make it smaller; this is a limit of gonogo's")


@rule(Stage.ARCHIVE + 10, "The index's own rule, read 2026-08-21", ok="64 MiB in 2 MiB", bad="65 MiB in 1 MiB")
def zip_is_no_bomb(upload: Upload) -> Faults:
    """The archive unpacks to more than 64 MiB and to more than fifty times its own size, like an archive that is
    made to fill a disk.
    Fix: leave out the large uniform files, or compress them.
    """
    archive = upload.artifact.archive
    if isinstance(archive, ZipArchive) and archive.is_bomb:
        message = f"Invalid distribution file. File exceeds compression ratio of {limits.RATIO}"
        yield Fault(message, upload.filename)


@rule(Stage.ARCHIVE + 11, "Wheel format", ok="deflated members", bad="a member compressed with LZMA")
def zip_members_are_stored_or_deflated(upload: Upload) -> Faults:
    """A member is compressed in another way than stored or deflated, which not every installer can unpack.
    Fix: build the wheel again with a backend that is up to date.
    """
    archive = upload.artifact.archive
    if isinstance(archive, ZipArchive) and not archive.is_plain:
        message = "Invalid distribution file. File does not use a supported compression type"
        yield Fault(message, upload.filename)


@rule(Stage.ARCHIVE + 12, "Sdist format; PEP 625", ok="regular members", bad="a GNU sparse member")
def tar_members_are_not_sparse(upload: Upload) -> Faults:
    """A member is stored as a sparse file, an extension of GNU tar that sdists may not use. Unpackers that do not know
    it would write other contents.
    Fix: pack the sdist without --sparse; build backends do.
    """
    archive = upload.artifact.archive
    for name in archive.sparse[:1] if isinstance(archive, TarArchive) else ():
        message = "Invalid distribution file. tar archive not accepted: Sparse members are not allowed."
        yield Fault(message, name)


@rule(Stage.ARCHIVE + 13, "Sdist format; PEP 625", status=500, ok="demo-1.0/a, demo-1.0/b", bad="demo-1.0/a, /b")
def sdist_names_are_all_relative(upload: Upload) -> Faults:
    """Absolute and relative names are mixed in the sdist; twine fails on it and the index answers 500.
    Fix: build the sdist again; its names all begin with its one folder.
    """
    archive = upload.artifact.archive
    if archive and archive.top is None and not upload.artifact.is_wheel:
        yield Fault("Internal Server Error", upload.filename)


@rule(Stage.ARCHIVE + 14, "Sdist format; PEP 625", ok="demo-1.0/a", bad="demo-1.0/a, other/b")
def sdist_has_one_top_folder(upload: Upload) -> Faults:
    """The sdist's members are not all in one folder, or it is empty; installers unpack it and enter that folder.
    Fix: build the sdist again; do not pack it yourself.
    """
    if upload.artifact.sdist_top in {".", "/", ""}:
        message = "Invalid distribution file. Incorrect number of top-level directories in sdist"
        yield Fault(message, upload.filename)


@rule(Stage.ARCHIVE + 15, "Sdist format; PEP 625; PEP 643", ok="demo-1.0/PKG-INFO", bad="demo-1.0/src/PKG-INFO alone")
def sdist_has_pkg_info(upload: Upload) -> Faults:
    """The sdist's top folder holds no PKG-INFO, so nobody could read its metadata without building it.
    Fix: build the sdist again with a backend that is up to date.
    """
    top = upload.artifact.sdist_top
    if top not in {None, ".", "/", ""} and f"{top}/PKG-INFO" not in upload.artifact.names:
        yield Fault(f"Invalid distribution file. PKG-INFO not found at {top}/PKG-INFO", upload.filename)


@rule(Stage.ARCHIVE + 16, "Wheel format", ok="demo-1.0.dist-info/WHEEL", bad="Demo-1.0.dist-info/WHEEL")
def wheel_has_the_wheel_file(upload: Upload) -> Faults:
    """The wheel holds no WHEEL in the `.dist-info` folder that is spelled exactly as in its file name. Installers read
    from it how to install the wheel.
    Fix: build the wheel again; do not rename it.
    """
    artifact = upload.artifact
    if not artifact.is_wheel or artifact.trouble:
        return
    if not artifact.dist_info:
        message = "Invalid distribution file. Unable to parse name and version from wheel filename"
        yield Fault(message, upload.filename)
    elif artifact.lacks(f"{artifact.dist_info}/WHEEL"):
        message = f"Invalid distribution file. WHEEL not found at {artifact.dist_info}/WHEEL"
        yield Fault(message, upload.filename)


@rule(
    Stage.ARCHIVE + 20,
    "The index's acceptable use policy",
    ok="readable code",
    bad="code that begins with PyArmor's loader",
)
def code_is_not_pyarmor(upload: Upload) -> Faults:
    """Python code is encrypted by PyArmor, so nobody can see what it does.
    Fix: publish readable code, or publish elsewhere.
    """
    archive = upload.artifact.archive
    for mark in archive.marks if archive else ():
        if mark.name == "pyarmor":
            yield Fault("Invalid distribution file. PyArmor-encrypted content is not allowed.", mark.member)


@rule(Stage.ARCHIVE + 21, "The index's acceptable use policy", ok="readable code", bad="a .pye file")
def code_is_not_sourcedefender(upload: Upload) -> Faults:
    """Python code is encrypted by SourceDefender, so nobody can see what it does.
    Fix: publish readable code, or publish elsewhere.
    """
    archive = upload.artifact.archive
    for mark in archive.marks if archive else ():
        if mark.name == "sourcedefender":
            message = "Invalid distribution file. SourceDefender-encrypted content is not allowed."
            yield Fault(message, mark.member)
