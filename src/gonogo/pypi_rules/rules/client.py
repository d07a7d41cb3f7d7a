"""What stops an upload client before it sends anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Faults, Stage, rule

if TYPE_CHECKING:
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.CLIENT + 5, "gonogo's own limits", accepts="10,000 requirements", refuses="10,001 requirements")
def metadata_can_be_judged(upload: Upload) -> Faults:
    """The metadata has more or longer values than gonogo judges; the limit keeps the time of a verdict bounded.
    Fix: shorten the metadata.
    """
    reasons = [fault.message for fault in upload.client.faults.get("metadata_can_be_judged", ())]
    for reason in [*reasons, upload.excess]:
        if reason:
            yield Fault(reason, upload.filename, undecided="shorten the metadata; this is a limit of gonogo's")


@rule(
    Stage.CLIENT + 10,
    "uv publish, seen with 0.13.9",
    accepts="demo_pkg-1.0.tar.gz",
    refuses="Demo-1.0-py3-none-any.whl",
)
def client_takes_the_file_name(upload: Upload) -> Faults:
    """uv leaves the file out because its name is not spelled as uv would spell it. It prints a warning and succeeds,
    so a release seems complete and is not.
    Fix: build again with a backend that is up to date, which normalizes names and versions in file names.
    """
    return upload.client.faults.get("client_takes_the_file_name", ())


@rule(
    Stage.CLIENT + 15,
    "uv publish, seen with 0.13.9; POSIX, pax",
    accepts="a ustar or pax archive",
    refuses="a member of type 'V'",
)
def client_reads_the_archive(upload: Upload) -> Faults:
    """uv reads archives more strictly than the index and stops before it sends anything. It accepts no headers of one
    vendor's tar (such as a Mac's extended attributes), no unusual types of members, no names that are not UTF-8, and no
    tar without its end.
    Fix: build the sdist again with a backend that is up to date, not with a system's tar; or send it with twine.
    """
    return upload.client.faults.get("client_reads_the_archive", ())


@rule(
    Stage.CLIENT + 20,
    "twine and uv, read 2026-08",
    accepts="demo-1.0/PKG-INFO with a Metadata-Version",
    refuses="a wheel without METADATA",
)
def client_finds_the_metadata(upload: Upload) -> Faults:
    """The client finds no metadata in the archive, so it stops before it sends anything. twine reads PKG-INFO in the
    one top folder, or a wheel's METADATA, and needs a Metadata-Version in it.
    Fix: build the file again; do not pack it yourself.
    """
    return upload.client.faults.get("client_finds_the_metadata", ())


@rule(
    Stage.CLIENT + 30,
    "twine and uv, read 2026-08",
    accepts="METADATA with Name and Version",
    refuses="METADATA without Name",
)
def client_reads_the_metadata(upload: Upload) -> Faults:
    """The client cannot read the metadata and stops before it sends anything.
    Fix: build the file again; a metadata file begins with Metadata-Version, Name and Version.
    """
    return upload.client.faults.get("client_reads_the_metadata", ())


@rule(Stage.CLIENT + 40, "Core metadata", accepts="é as two bytes of UTF-8", refuses="é as one byte of Latin-1")
def metadata_is_utf_8(upload: Upload) -> Faults:
    """The metadata holds bytes that are not UTF-8. Clients stop on it, and installers would show wrong letters.
    Fix: save README and pyproject.toml as UTF-8 and build again.
    """
    return upload.client.faults.get("metadata_is_utf_8", ())


@rule(
    Stage.CLIENT + 45, "twine 7, package.py", accepts="License-Expression: MIT", refuses="an empty License-Expression"
)
def client_takes_the_metadata(upload: Upload) -> Faults:
    """twine validates the metadata file before it sends anything, and stops at a field which it never sends or which
    the index would drop because it is empty. The index itself would accept the file.
    Fix: correct the field or leave it out; uv sends the file as it is.
    """
    for fault in upload.client.faults.get("client_takes_the_metadata", ()):
        if fault.where not in upload.spec.errors and fault.where not in upload.spec.unread:
            yield fault


@rule(Stage.CLIENT + 50, "twine 7, package.py", accepts="Keywords: demo", refuses="X-Odd: yes")
def client_knows_every_field(upload: Upload) -> Faults:
    """The metadata has a field that twine does not know, so twine stops before it sends anything. The index itself
    would ignore the field.
    Fix: remove the field, or update the build backend that writes it; uv sends the file as it is.
    """
    return upload.client.faults.get("client_knows_every_field", ())
