"""The extension is .whl or .tar.gz."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.FILE_NAME + 30, source="PEP 527, PEP 625, PEP 427")
def extension_fits_the_filetype(upload: Upload) -> Iterator[Fault]:
    """The file's extension is not the one of its kind: .whl for a wheel, .tar.gz for an sdist, in lower case.

    Installers tell by it how to unpack the file.

    Mend: build the file again with a backend of today.
    """
    found = re.fullmatch(r".+?(\.(?:tar\.gz|zip|whl))", upload.filename, re.IGNORECASE | re.DOTALL)
    kind = upload.one("filetype") or ("bdist_wheel" if upload.artifact.is_wheel else "sdist")
    if found is None:
        yield Fault("Invalid file extension: Use .tar.gz, .whl or .zip extension.", upload.filename)
    elif found[1] not in ({".whl"} if kind == "bdist_wheel" else {".tar.gz", ".zip"}):
        message = f"Invalid file extension: Extension {found[1]} is invalid for filetype {kind}."
        yield Fault(message, upload.filename)
