"""The framing of a zip, on which all readers must agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Faults, Stage, rule
from gonogo.pypi_rules.ziparchive import ZipArchive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


def framing(upload: Upload, kind: str) -> Iterator[Fault]:
    """Yield the archive's framing fault where it is of this kind."""
    archive = upload.artifact.archive
    if isinstance(archive, ZipArchive) and archive.frame and archive.frame.kind == kind:
        message = f"Invalid distribution file. ZIP archive not accepted: {archive.frame.message}."
        yield Fault(message, upload.filename)


@rule(
    Stage.ARCHIVE + 30,
    "APPNOTE.TXT; CVE-2025-54368",
    accepts="local headers, directory, end",
    refuses="a shell script before the first header",
)
def zip_records_are_known(upload: Upload) -> Faults:
    """The zip has something before, between or instead of its records, or is cut short. Readers of the directory and
    readers of the stream would see different files.
    Fix: build the wheel again with a backend that is up to date; do not edit it.
    """
    return framing(upload, "record")


@rule(
    Stage.ARCHIVE + 31,
    "APPNOTE.TXT; CVE-2025-54368",
    accepts="sizes in the local header",
    refuses="general purpose bit 3",
)
def zip_has_no_data_descriptors(upload: Upload) -> Faults:
    """A member's sizes are after its data instead of before it, as in zips that are written to a stream. Readers of
    the directory and readers of the stream would see different files.
    Fix: write the zip to a regular file, not to a stream, or build with another tool.
    """
    return framing(upload, "descriptor")


@rule(
    Stage.ARCHIVE + 32,
    "APPNOTE.TXT; CVE-2025-54368",
    accepts="a comment of the whole archive",
    refuses="a comment of a member",
)
def zip_members_have_no_comment(upload: Upload) -> Faults:
    """A member carries a comment, in which other content could hide.
    Fix: build the wheel again with a backend that is up to date; do not edit it.
    """
    return framing(upload, "comment")


@rule(Stage.ARCHIVE + 33, "APPNOTE.TXT; CVE-2025-54368", accepts="demo/a.py once", refuses="demo/a.py twice")
def zip_names_are_unique(upload: Upload) -> Faults:
    """Two members have the same name; which one is installed depends on the installer.
    Fix: build the wheel again with a backend that is up to date; do not edit it.
    """
    return framing(upload, "duplicate")


@rule(Stage.ARCHIVE + 34, "APPNOTE.TXT; CVE-2025-54368", accepts="demo/é.py in UTF-8", refuses="demo/a\\n.py")
def zip_names_are_text(upload: Upload) -> Faults:
    """A member's name is not UTF-8 or holds control characters. Readers of zips would show different names for it.
    Fix: rename the file and build again.
    """
    return framing(upload, "name")


@rule(Stage.ARCHIVE + 35, "APPNOTE.TXT; CVE-2025-54368", accepts="equal sizes", refuses="a size of 5 here and 6 there")
def zip_headers_agree(upload: Upload) -> Faults:
    """A member's sizes differ between its own header and the central directory. Readers of the directory and readers of
    the stream would see different files.
    Fix: build the wheel again with a backend that is up to date; do not edit it.
    """
    return framing(upload, "sizes")


@rule(
    Stage.ARCHIVE + 36,
    "APPNOTE.TXT; CVE-2025-54368",
    accepts="the same members in both",
    refuses="a local header without its directory entry",
)
def zip_listings_agree(upload: Upload) -> Faults:
    """A member is in the central directory and not in the stream, or the other way round. Readers of the directory
    and readers of the stream would see different files.
    Fix: build the wheel again with a backend that is up to date; do not edit it.
    """
    return framing(upload, "listing")


@rule(
    Stage.ARCHIVE + 37, "APPNOTE.TXT; CVE-2025-54368", accepts="a ZIP64 extra of 16 bytes", refuses="two ZIP64 extras"
)
def zip_extras_are_sound(upload: Upload) -> Faults:
    """An extra field of a member is malformed, doubled, or of a ZIP64 length that readers take differently.
    Fix: build the wheel again with a backend that is up to date; do not edit it.
    """
    return framing(upload, "extra")


@rule(
    Stage.ARCHIVE + 38, "APPNOTE.TXT; CVE-2025-54368", accepts="the true count", refuses="a count of 0 with 3 entries"
)
def zip_directory_is_sound(upload: Upload) -> Faults:
    """The end of the zip says another count, size or place of the central directory than it has. Readers of the
    directory and readers of the stream would see different files.
    Fix: build the wheel again with a backend that is up to date; do not edit it.
    """
    return framing(upload, "end")


@rule(
    Stage.ARCHIVE + 39,
    "APPNOTE.TXT; CVE-2025-54368",
    accepts="nothing after the end record",
    refuses="one byte after it",
)
def zip_ends_at_its_end(upload: Upload) -> Faults:
    """Bytes follow the end of the zip, in which another archive could hide.
    Fix: build the wheel again with a backend that is up to date; do not edit it.
    """
    return framing(upload, "trailing")
