"""The upload form's own fields."""

import re

from gonogo.pypi_rules.rule import Fault, Faults, Stage, rule
from gonogo.pypi_rules.upload import Upload


@rule(Stage.FORM + 1, "Upload API, protocol_version", ok={"protocol_version": "1"}, bad={"protocol_version": "2"})
def protocol_is_version_1(upload: Upload) -> Faults:
    """The form asks for a protocol version that the index does not speak.
    Fix: update the upload client.
    """
    if upload.one("protocol_version") not in {"", "1"}:
        yield Fault("Unknown protocol version.", "protocol_version")


@rule(Stage.FORM + 10, "Core metadata, Name", ok={"name": "Demo.pkg"}, bad={"name": "-demo"})
def name_is_well_formed(upload: Upload) -> Faults:
    """The name is missing, or has other characters than ASCII letters, digits, '.', '_' and '-', or does not begin and
    end with a letter or digit. The index makes addresses and file names of it.
    Fix: change `name` in `[project]` of pyproject.toml.
    """
    name = upload.one("name")
    if not name:
        yield Fault("'' is an invalid value for Name. Error: This field is required.", "Name", "name")
    elif not re.fullmatch(r"[A-Z0-9]([A-Z0-9._-]*[A-Z0-9])?", name, re.ASCII | re.IGNORECASE):
        why = "Start and end with a letter or numeral containing only ASCII numeric and '.', '_' and '-'."
        yield Fault(f"{name!r} is an invalid value for Name. Error: {why}", "Name", "name")


@rule(Stage.FORM + 20, "Upload API, filetype; PEP 527", ok={"filetype": "sdist"}, bad={"filetype": "bdist_egg"})
def filetype_is_known(upload: Upload) -> Faults:
    """The type of the file in the form is neither sdist nor bdist_wheel; the index accepts nothing else.
    Fix: send sdists and wheels only.
    """
    if upload.one("filetype") not in {"sdist", "bdist_wheel"}:
        yield Fault("Invalid value for filetype. Error: Use a known file type.", "filetype", "filetype")


@rule(
    Stage.FORM + 30,
    "Upload API, digests",
    ok={"sha256_digest": "", "blake2_256_digest": ""},
    bad={"sha256_digest": "12"},
)
def digests_are_hex(upload: Upload) -> Faults:
    """A digest in the form is not 64 hex digits. The index compares digests letter by letter.
    Fix: update the upload client.
    """
    for field, name in (("blake2_256_digest", "BLAKE2"), ("sha256_digest", "SHA256")):
        value = upload.one(field)
        if value and not re.fullmatch(r"[0-9A-Fa-f]{64}", value):
            message = f"Invalid value for {field}. Error: Use a valid, hex-encoded, {name} message digest."
            yield Fault(message, field, field)


@rule(Stage.FORM + 40, "Upload API, pyversion; PEP 425", ok={"pyversion": "py3"}, bad={"pyversion": ""})
def wheel_tells_its_python(upload: Upload) -> Faults:
    """The form of a wheel has no Python tag, which the index requires. uv sends none if it does not know the tag in
    the file name.
    Fix: use a Python tag such as py3 or cp313, or send the file with twine.
    """
    if upload.one("filetype") == "bdist_wheel" and not upload.one("pyversion"):
        why = "Python version is required for binary distribution uploads."
        yield Fault(f"Invalid value for pyversion. Error: {why}", "pyversion", "pyversion")


@rule(
    Stage.FORM + 50,
    "Upload API, pyversion",
    ok={"filetype": "sdist", "pyversion": "source"},
    bad={"filetype": "sdist", "pyversion": "py3"},
)
def sdist_python_is_source(upload: Upload) -> Faults:
    """The form of an sdist gives a Python tag. The index shows it beside the file; an sdist is for every Python.
    Fix: update the upload client.
    """
    if upload.one("filetype") == "sdist" and upload.one("pyversion") not in {"", "source"}:
        why = "Use 'source' as Python version for an sdist."
        yield Fault(f"Invalid value for pyversion. Error: {why}", "pyversion", "pyversion")


@rule(
    Stage.FORM + 60,
    "Upload API, digests",
    ok={"md5_digest": "d41d"},
    bad={"sha256_digest": "", "blake2_256_digest": ""},
)
def digest_is_given(upload: Upload) -> Faults:
    """The form has no digest, so the index could not tell whether the bytes arrived whole.
    Fix: update the upload client.
    """
    if not any(upload.one(f"{name}_digest") for name in ("md5", "sha256", "blake2_256")):
        yield Fault("Error: Include at least one message digest.", "sha256_digest", "~")
