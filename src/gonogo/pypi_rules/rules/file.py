"""The file before it is opened: name, size and digests."""

import re

from gonogo.pypi_rules import limits
from gonogo.pypi_rules.artifact import DIGESTS
from gonogo.pypi_rules.rule import Fault, Faults, Stage, rule
from gonogo.pypi_rules.upload import Upload


@rule(Stage.FILE_NAME + 10, "The index's own rule", ok="demo-1.0.tar.gz", bad="demo\t-1.0.tar.gz")
def filename_is_printable(upload: Upload) -> Faults:
    """The file name holds a control character. The index's file store does not keep such names.
    Fix: build the file again.
    """
    if any(ord(char) < 32 or ord(char) == 127 for char in upload.filename):
        yield Fault("Cannot upload a file with non-printable characters in the name.", upload.filename)


@rule(Stage.FILE_NAME + 20, "The index's own rule", ok="demo-1.0.tar.gz", bad="../demo-1.0.tar.gz")
def filename_is_no_path(upload: Upload) -> Faults:
    """The file name holds a slash or a backslash. The index keeps files under plain names.
    Fix: build the file again.
    """
    if set(upload.filename) & set("/\\"):
        yield Fault("Cannot upload a file with '/' or '\\' in the name.", upload.filename)


@rule(Stage.FILE_NAME + 30, "PEP 527, PEP 625, PEP 427", ok="demo-1.0.tar.gz", bad="demo-1.0.tar.GZ")
def extension_fits_the_filetype(upload: Upload) -> Faults:
    """The file's extension is not the one of its kind: .whl for a wheel, .tar.gz for an sdist, in lower case.
    Installers tell by it how to unpack the file.
    Fix: build the file again with a backend that is up to date.
    """
    found = re.fullmatch(r".+?(\.(?:tar\.gz|zip|whl))", upload.filename, re.IGNORECASE | re.DOTALL)
    kind = upload.one("filetype") or ("bdist_wheel" if upload.artifact.is_wheel else "sdist")
    if found is None:
        yield Fault("Invalid file extension: Use .tar.gz, .whl or .zip extension.", upload.filename)
    elif found[1] not in ({".whl"} if kind == "bdist_wheel" else {".tar.gz", ".zip"}):
        message = f"Invalid file extension: Extension {found[1]} is invalid for filetype {kind}."
        yield Fault(message, upload.filename)


@rule(Stage.SIZE + 10, "The index's limits, read 2026-08-21", ok="104857600 bytes", bad="104857601 bytes")
def size_is_within_the_limit(upload: Upload) -> Faults:
    """The file is larger than 100 MiB, the index's limit unless it was raised for the project.
    Fix: leave out what is not needed, or ask the index for a larger limit before the release.
    """
    limit = upload.facts.file_size_limit if upload.facts else limits.FILE_SIZE
    if upload.artifact.size > limit:
        message = f"File too large. Limit for project {upload.one('name')!r} is {limit // limits.MIB} MB."
        yield Fault(message, upload.filename)


@rule(Stage.SIZE + 20, "The index's limits, read 2026-08-21", ok="10 GiB in all files", bad="one byte more")
def project_is_within_the_limit(upload: Upload) -> Faults:
    """With this file the project would be larger than 10 GiB, the index's limit unless it was raised.
    Fix: delete old files from the index, or ask it for a larger limit.
    """
    served = sum(one.size or 0 for one in upload.facts.served) if upload.facts else 0
    if served + upload.artifact.size > limits.PROJECT_SIZE:
        message = f"Project size too large. Limit for project {upload.one('name')!r} total size is 10 GB."
        yield Fault(message, upload.filename)


@rule(Stage.DIGEST + 10, "Upload API, digests", ok="the file's own digests", bad="sha256_digest=00...")
def digests_match(upload: Upload) -> Faults:
    """A digest in the form is not the file's: it was changed after the form was made, or on the way. The index keeps
    nothing that is not what the client meant to send.
    Fix: send the file again.
    """
    given = {name: upload.one(f"{name}_digest").lower() for name in DIGESTS}
    if any(value and value != upload.digests[name] for name, value in given.items()):
        message = "The digest supplied does not match a digest calculated from the uploaded file."
        yield Fault(message, upload.filename)
