"""The framing of a zip, on which all readers must agree."""

from functools import partial

from gonogo.pypi_rules.rule import Fault, Faults, Rule, Stage
from gonogo.pypi_rules.upload import Upload
from gonogo.pypi_rules.ziparchive import ZipArchive

SOURCE = "APPNOTE.TXT; CVE-2025-54368"


def framing(upload: Upload, kind: str) -> Faults:
    """Yield the archive's framing fault where it is of this kind."""
    archive = upload.artifact.archive
    if isinstance(archive, ZipArchive) and archive.frame and archive.frame.kind == kind:
        message = f"Invalid distribution file. ZIP archive not accepted: {archive.frame.message}."
        yield Fault(message, upload.filename)


# fmt: off
FRAMING = (
    (30, "zip_records_are_known", "record", "local headers, directory, end", "a shell script before the first header",
     ("The zip has something before, between or instead of its records, or is cut short. Readers of the directory "
     "and readers of the stream would see different files."),
     "build the wheel again with a backend that is up to date; do not edit it."),
    (31, "zip_has_no_data_descriptors", "descriptor", "sizes in the local header", "general purpose bit 3",
     ("A member's sizes are after its data instead of before it, as in zips that are written to a stream. Readers "
     "of the directory and readers of the stream would see different files."),
     "write the zip to a regular file, not to a stream, or build with another tool."),
    (32, "zip_members_have_no_comment", "comment", "a comment of the whole archive", "a comment of a member",
     "A member carries a comment, in which other content could hide.",
     "build the wheel again with a backend that is up to date; do not edit it."),
    (33, "zip_names_are_unique", "duplicate", "demo/a.py once", "demo/a.py twice",
     "Two members have the same name; which one is installed depends on the installer.",
     "build the wheel again with a backend that is up to date; do not edit it."),
    (34, "zip_names_are_text", "name", "demo/é.py in UTF-8", "demo/a\\n.py",
     "A member's name is not UTF-8 or holds control characters. Readers of zips would show different names for it.",
     "rename the file and build again."),
    (35, "zip_headers_agree", "sizes", "equal sizes", "a size of 5 here and 6 there",
     ("A member's sizes differ between its own header and the central directory. Readers of the directory and "
     "readers of the stream would see different files."),
     "build the wheel again with a backend that is up to date; do not edit it."),
    (36, "zip_listings_agree", "listing", "the same members in both", "a local header without its directory entry",
     ("A member is in the central directory and not in the stream, or the other way round. Readers of the directory "
     "and readers of the stream would see different files."),
     "build the wheel again with a backend that is up to date; do not edit it."),
    (37, "zip_extras_are_sound", "extra", "a ZIP64 extra of 16 bytes", "two ZIP64 extras",
     "An extra field of a member is malformed, doubled, or of a ZIP64 length that readers take differently.",
     "build the wheel again with a backend that is up to date; do not edit it."),
    (38, "zip_directory_is_sound", "end", "the true count", "a count of 0 with 3 entries",
     ("The end of the zip says another count, size or place of the central directory than it has. Readers of the "
     "directory and readers of the stream would see different files."),
     "build the wheel again with a backend that is up to date; do not edit it."),
    (39, "zip_ends_at_its_end", "trailing", "nothing after the end record", "one byte after it",
     "Bytes follow the end of the zip, in which another archive could hide.",
     "build the wheel again with a backend that is up to date; do not edit it."),
)
# fmt: on
"""Number, code, kind of fault, an example that is accepted and one that is refused, what is wrong, and the fix."""

RULES = [
    Rule(
        code,
        Stage.ARCHIVE + number,
        "APPNOTE.TXT; CVE-2025-54368",
        ok,
        bad,
        f"{why}\nFix: {fix}",
        partial(framing, kind=kind),
    )
    for number, code, kind, ok, bad, why, fix in FRAMING
]
