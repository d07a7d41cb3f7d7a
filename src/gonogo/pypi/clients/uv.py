"""uv 0.13 and what it posts. It takes the first of a repeated field, unfolds values, skips odd names."""

from __future__ import annotations

import re
from email.header import decode_header, make_header
from typing import TYPE_CHECKING

from gonogo.pypi.clients.common import file_fields, without_form
from gonogo.pypi.form import MANY, SINGLE, Form, labelled_urls
from gonogo.pypi.rule import Fault
from gonogo.pypi.text import is_utf8
from gonogo.pypi.upload import Client, Upload

if TYPE_CHECKING:
    from email.message import Message

    from gonogo.pypi.artifact import Artifact
    from gonogo.pypi.facts import IndexFacts

HEADER_OF = {"classifiers": "classifier"}
NEVER_SENT = {"supported_platform", "import_name", "import_namespace", "requires", "provides", "obsoletes"}
PYTHONS = re.compile(r"(py|cp|pp|ip|jy|graalpy|pyston)\d+(_\d+)*")


def upload(artifact: Artifact, facts: IndexFacts | None) -> Upload:
    """Return the upload that uv makes of an artifact."""
    if not takes(artifact.filename):
        message = f"uv skips {artifact.filename!r} because it would spell the name otherwise, and ends well"
        return without_form(artifact, facts, "uv", "client_takes_the_file_name", message)
    if artifact.trouble:
        return without_form(artifact, facts, "uv", "", "")
    data = artifact.inner_metadata
    if data is None or pkg_infos(artifact) > 1:
        message = "uv finds no metadata file in the archive, or more than one"
        return without_form(artifact, facts, "uv", "client_finds_the_metadata", message)
    fields, faults = headers(data)
    made = Upload({**file_fields(artifact, python(artifact)), **fields}, artifact, facts)
    made.client = Client("uv", faults)
    return made


def pkg_infos(artifact: Artifact) -> int:
    """Return how many PKG-INFO files lie in top folders of an sdist; uv wants one."""
    return sum(member.name.split("/")[1:] == ["PKG-INFO"] for member in artifact.members)


def takes(filename: str) -> bool:
    """Whether uv publishes a file of this name at all: it must be spelled as uv itself would."""
    from packaging.utils import canonicalize_name, parse_sdist_filename
    from packaging.version import Version

    try:
        if filename.endswith(".whl"):
            name, version = filename.split("-", 2)[:2]
            return name == canonicalize_name(name).replace("-", "_") and version == str(Version(version))
        project, parsed = parse_sdist_filename(filename)
    except ValueError:
        return False
    return filename == f"{project.replace('-', '_')}-{parsed}.tar.gz"


def python(artifact: Artifact) -> str:
    """Return the Python tags that uv sends: those of a wheel that it knows."""
    if not artifact.is_wheel:
        return "source"
    tags = artifact.filename.removesuffix(".whl").split("-")[-3:-2]
    return ".".join(tag for part in tags for tag in part.split(".") if PYTHONS.fullmatch(tag))


def headers(data: bytes) -> tuple[Form, dict[str, list[Fault]]]:
    """Return the metadata's fields as uv sends them, and what uv refuses in them."""
    from email.parser import Parser
    from email.policy import compat32

    head, _, body = re.sub(rb"\r\n", b"\n", data).partition(b"\n\n")
    if not is_utf8(body):
        return {}, {"metadata_is_utf_8": [Fault("the description is not UTF-8 text")]}
    message = Parser(policy=compat32).parsestr(head.decode("utf-8", "replace") + "\n\n", headersonly=True)
    missing = [name for name in ("Metadata-Version", "Name", "Version") if name not in message]
    if missing:
        return {}, {"client_reads_the_metadata": [Fault(f"uv finds no field {missing[0]}", missing[0])]}
    form = {name: found for name in sorted(SINGLE | MANY - NEVER_SENT) if (found := values(message, name))}
    urls = labelled_urls([unfolded(value) for value in message.get_all("Project-URL", [])])
    if body.strip():
        form["description"] = [body.decode("utf-8")]
    return {**form, "project_urls": [f"{label}, {url}" for label, url in urls.items()]}, {}


def values(message: Message, name: str) -> list[str]:
    """Return a field's values: the first of a single one, all of a repeatable one, without UNKNOWN."""
    found = [unfolded(value) for value in message.get_all(HEADER_OF.get(name, name.replace("_", "-")), [])]
    found = [value for value in found if value != "UNKNOWN"]
    return found[:1] if name in SINGLE else found


def unfolded(value: object) -> str:
    """Return a header's value on one line, its encoded words decoded.

    >>> unfolded("one\\n        two")
    'one two'
    """
    return re.sub(r"\s*\n\s*", " ", str(make_header(decode_header(str(value)))))
