"""twine 7: what it posts. It takes the METADATA of the shortest path and refuses headers it does not know."""

import re
from typing import Any

from gonogo.pypi_rules.artifact import Artifact
from gonogo.pypi_rules.clients import MARKER, file_fields, without_form
from gonogo.pypi_rules.facts import IndexFacts
from gonogo.pypi_rules.form import RENAMED, SINGLE, Form, metadata_excess
from gonogo.pypi_rules.members import is_utf8
from gonogo.pypi_rules.rule import Fault
from gonogo.pypi_rules.spec import DIFFERENT, PLAINER, accepted, validated, without_doubts
from gonogo.pypi_rules.upload import Client, Upload

ODD = {
    "summary": re.compile(r"(?s).*[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]"),
    "description-content-type": re.compile(r"(?!text/(plain|x-rst|markdown)(\s*;\s*[a-z]+=\"?[\w-]+\"?)*$)"),
}
"""Values that the index accepts and that twine refuses with a later packaging than 26.2."""
NEVER_SENT = {"import_names", "import_namespaces"}
FORM_NAMES = {plural: name for name, plural in RENAMED.items()}
WHEEL_PYTHON = re.compile(
    r"(?P<name>.+?)(-(?P<version>\d.+?))?((-(?P<build>\d.*?))?-(?P<python>.+?)-(?P<abi>.+?)-(?P<platform>.+?)\.whl)"
)


def upload(artifact: Artifact, facts: IndexFacts | None) -> Upload:
    """Return the upload that twine makes of an artifact."""
    if artifact.trouble:
        return without_form(artifact, facts, "twine", "", "")
    data = metadata(artifact)
    if data is None:
        message = "twine finds no metadata file with a Metadata-Version in the archive"
        code = "" if artifact.excess else "client_finds_the_metadata"
        return without_form(artifact, facts, "twine", code, message)
    if excess := metadata_excess(data):
        return without_form(artifact, facts, "twine", "metadata_can_be_judged", excess)
    fields, faults = headers(data)
    form = {**file_fields(artifact, python(artifact)), **fields} if fields else {}
    made = Upload(form, artifact, facts)
    made.client = Client("twine", faults)
    return made


def metadata(artifact: Artifact) -> bytes | None:
    """Return the metadata file that twine reads: PKG-INFO, or of a wheel the first that holds its marker."""
    if artifact.is_wheel:
        split = (name.split("/") for name in artifact.names if "METADATA" in name)
        paths = sorted(split, key=lambda path: (len(path), path))
        found = (artifact.read("/".join(path)) for path in paths)
    else:
        found = (data for data in [regular_pkg_info(artifact)])
    return next((data for data in found if data and MARKER in data), None)


def regular_pkg_info(artifact: Artifact) -> bytes | None:
    """Return an sdist's PKG-INFO; None where the last member of that name is no regular file."""
    path = f"{artifact.sdist_top}/PKG-INFO"
    kinds = [member.kind for member in artifact.members if member.name == path]
    return artifact.inner_metadata if kinds and kinds[-1] == "file" else None


def python(artifact: Artifact) -> str:
    """Return the Python tag that twine sends."""
    if not artifact.is_wheel:
        return "source"
    found = WHEEL_PYTHON.match(artifact.filename)
    return found["python"] if found else "any"


def headers(data: bytes) -> tuple[Form, dict[str, list[Fault]]]:
    """Return the metadata's fields as twine sends them, and what twine refuses in them."""
    from packaging.metadata import parse_email

    try:
        raw, unread = parse_email(data)
    except (ValueError, AssertionError, LookupError, TypeError) as error:
        return {}, {"client_reads_the_metadata": [Fault(f"twine cannot read the metadata: {error}")]}
    fields: dict[str, Any] = dict(raw)
    if too_old_for_licence_files(str(fields.get("metadata_version", "0"))):
        fields.pop("license_files", None)
        unread.pop("license-file", None)
    faults = {} if is_utf8(data) else {"metadata_is_utf_8": [Fault("the metadata is not UTF-8 text")]}
    errors = validated(without_doubts(fields)[0])
    faults["client_takes_the_metadata"] = [
        *(Fault(message, name, name) for name, messages in errors.items() for message in messages),
        *(
            Fault(f"{name}: {DIFFERENT}", name, name, undecided=f"{PLAINER}, or send it with uv")
            for name in odd(fields)
        ),
    ]
    known, unknown = sorted_out(unread)
    twice = [name for name in sorted(unread) if name not in unknown]
    faults["client_takes_the_metadata"] += [Fault(f"{name!r} is malformed or repeated", name, name) for name in twice]
    if unknown:
        refused = [Fault(f"twine refuses the field {name!r}", name, name) for name in unknown]
        faults["client_knows_every_field"] = refused
    return {**as_form(fields), **known}, faults


def odd(fields: dict[str, Any]) -> list[str]:
    """Return the headers of values that twine takes or refuses by the version of packaging that it runs with."""
    given = ((name, str(fields.get(name.replace("-", "_"), ""))) for name in ODD.keys() & accepted(fields))
    return sorted(name for name, value in given if value and ODD[name].match(value))


def too_old_for_licence_files(metadata_version: str) -> bool:
    """Whether twine drops License-File because the metadata version is below 2.4."""
    from packaging.version import Version

    try:
        return Version(metadata_version) < Version("2.4")
    except ValueError:
        return True


def sorted_out(unread: dict[str, list[str]]) -> tuple[Form, list[str]]:
    """Split headers that packaging could not read into repeated ones, as form fields, and unknown ones."""
    known: Form = {}
    unknown = []
    for name, values in sorted(unread.items()):
        key = {"project-url": "project_urls"}.get(name, name.replace("-", "_"))
        if key in SINGLE or key == "project_urls":
            known[key] = [str(value) for value in values]
        else:
            unknown.append(name)
    return known, unknown


def as_form(fields: dict[str, Any]) -> Form:
    """Return packaging's raw metadata as twine's form fields."""
    form: Form = {}
    for name, value in fields.items():
        if name == "project_urls":
            form[name] = [f"{label}, {url}" for label, url in value.items()]
        elif name == "keywords":
            form[name] = [", ".join(value)]
        elif name == "name":
            form[name] = [re.sub("[^A-Za-z0-9.]+", "-", value)]
        elif name not in NEVER_SENT:
            form[FORM_NAMES.get(name, name)] = value if isinstance(value, list) else [value]
    return form
