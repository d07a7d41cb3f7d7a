"""What stops an upload client before it sends anything."""

from functools import partial

from gonogo.pypi_rules.rule import Fault, Faults, Rule, Stage, rule
from gonogo.pypi_rules.upload import Upload


@rule(Stage.CLIENT + 5, "gonogo's own limits", ok="10,000 requirements", bad="10,001 requirements")
def metadata_can_be_judged(upload: Upload) -> Faults:
    """The metadata has more or longer values than gonogo judges; the limit keeps the time of a verdict bounded.
    Fix: shorten the metadata.
    """
    reasons = [fault.message for fault in upload.client.faults.get("metadata_can_be_judged", ())]
    for reason in [*reasons, upload.excess]:
        if reason:
            yield Fault(reason, upload.filename, undecided="shorten the metadata; this is a limit of gonogo's")


@rule(Stage.CLIENT + 45, "twine 7, package.py", ok="License-Expression: MIT", bad="an empty License-Expression")
def client_takes_the_metadata(upload: Upload) -> Faults:
    """twine validates the metadata file before it sends anything, and stops at a field which it never sends or which
    the index would drop because it is empty. The index itself would accept the file.
    Fix: correct the field or leave it out; uv sends the file as it is.
    """
    for fault in upload.client.faults.get("client_takes_the_metadata", ()):
        if fault.where not in upload.spec.errors and fault.where not in upload.spec.unread:
            yield fault


def seen(upload: Upload, code: str) -> Faults:
    """Return the faults that the client itself found, by the code of their rule."""
    return upload.client.faults.get(code, ())


# fmt: off
SEEN = (
    (10, "client_takes_the_file_name", "uv publish, seen with 0.13.9",
     "demo_pkg-1.0.tar.gz", "Demo-1.0-py3-none-any.whl",
     ("uv leaves the file out because its name is not spelled as uv would spell it. It prints a warning and "
     "succeeds, so a release seems complete and is not."),
     "build again with a backend that is up to date, which normalizes names and versions in file names."),
    (15, "client_reads_the_archive", "uv publish, seen with 0.13.9; POSIX, pax",
     "a ustar or pax archive", "a member of type 'V'",
     ("uv reads archives more strictly than the index and stops before it sends anything. It accepts no headers of "
     "one vendor's tar (such as a Mac's extended attributes), no unusual types of members, no names that are not "
     "UTF-8, and no tar without its end."),
     "build the sdist again with a backend that is up to date, not with a system's tar; or send it with twine."),
    (20, "client_finds_the_metadata", "twine and uv, read 2026-08",
     "demo-1.0/PKG-INFO with a Metadata-Version", "a wheel without METADATA",
     ("The client finds no metadata in the archive, so it stops before it sends anything. twine reads PKG-INFO in "
     "the one top folder, or a wheel's METADATA, and needs a Metadata-Version in it."),
     "build the file again; do not pack it yourself."),
    (30, "client_reads_the_metadata", "twine and uv, read 2026-08",
     "METADATA with Name and Version", "METADATA without Name",
     "The client cannot read the metadata and stops before it sends anything.",
     "build the file again; a metadata file begins with Metadata-Version, Name and Version."),
    (40, "metadata_is_utf_8", "Core metadata", "é as two bytes of UTF-8", "é as one byte of Latin-1",
     "The metadata holds bytes that are not UTF-8. Clients stop on it, and installers would show wrong letters.",
     "save README and pyproject.toml as UTF-8 and build again."),
    (50, "client_knows_every_field", "twine 7, package.py", "Keywords: demo", "X-Odd: yes",
     ("The metadata has a field that twine does not know, so twine stops before it sends anything. The index itself "
     "would ignore the field."),
     "remove the field, or update the build backend that writes it; uv sends the file as it is."),
)
# fmt: on
"""Number, code, source, an example that is accepted and one that is refused, what is wrong, and the fix."""

RULES = [
    Rule(code, Stage.CLIENT + number, source, ok, bad, f"{why}\nFix: {fix}", partial(seen, code=code))
    for number, code, source, ok, bad, why, fix in SEEN
]
