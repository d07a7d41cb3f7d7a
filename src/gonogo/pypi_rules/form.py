"""The upload form: its fields by name, as they arrive and as metadata."""

from collections.abc import Mapping
from typing import Any

from gonogo.pypi_rules import limits

Form = dict[str, list[str]]

SINGLE = frozenset(
    {"author", "author_email", "description", "description_content_type", "download_url", "home_page"}
    | {"keywords", "license", "license_expression", "maintainer", "maintainer_email", "metadata_version"}
    | {"name", "requires_python", "summary", "version"}
)
"""Form fields that may be given once."""

RENAMED = {
    "platform": "platforms",
    "supported_platform": "supported_platforms",
    "license_file": "license_files",
    "import_name": "import_names",
    "import_namespace": "import_namespaces",
}
"""Form fields that core metadata, as packaging holds it, spells in the plural."""

MANY = frozenset(
    {"classifiers", "dynamic", "license_file", "obsoletes", "obsoletes_dist", "platform", "provides"}
    | {"provides_dist", "provides_extra", "requires", "requires_dist", "requires_external"}
    | {"supported_platform", "import_name", "import_namespace"}
)
"""Form fields that may be repeated."""

HEADERS = {
    "classifiers": "classifier",
    "project_urls": "project-url",
    "platform": "platform",
    "download_url": "download-url",
}


def header(name: str) -> str:
    """Return the metadata header of a form field.

    >>> header("requires_dist"), header("classifiers")
    ('requires-dist', 'classifier')
    """
    return HEADERS.get(name, name.replace("_", "-"))


def form_excess(form: Mapping[str, list[str]]) -> str:
    """Return which of gonogo's own limits a form's metadata goes beyond, or an empty string."""
    for name, values in form.items():
        if len(values) > limits.VALUES:
            return f"{header(name)} has {len(values)} values, and gonogo judges {limits.VALUES}"
        limit = limits.METADATA if name in {"description", "attestations"} else limits.VALUE
        longest = max(map(len, values), default=0)
        if longest > limit:
            return f"{header(name)} has {longest} characters, and gonogo judges {limit}"
    return ""


def metadata_excess(data: bytes) -> str:
    """Return which of gonogo's own limits a metadata file goes beyond, or an empty string; nothing is parsed."""
    if len(data) > limits.METADATA:
        return f"the metadata has {len(data)} bytes, and gonogo judges {limits.METADATA}"
    ends = [at for at in (data.find(b"\n\n"), data.find(b"\n\r\n")) if at >= 0]
    size = min(ends, default=len(data))
    return (
        f"the metadata's fields have {size} bytes, and gonogo judges {limits.HEADERS}" if size > limits.HEADERS else ""
    )


def arrived(form: Mapping[str, list[str]]) -> Form:
    """Return the form as the index takes it: fields of the value UNKNOWN are dropped, NUL is spelt out."""
    kept = {name: list(values) for name, values in form.items() if values and values[-1].strip() != "UNKNOWN"}
    return {name: [value.replace("\x00", "\\x00") for value in values] for name, values in kept.items()}


def raw_metadata(form: Mapping[str, list[str]]) -> tuple[dict[str, Any], list[str]]:
    """Return the form's metadata as packaging's RawMetadata, and the fields that cannot be read as such."""
    raw: dict[str, Any] = {}
    unread = []
    for name, values in form.items():
        if values == [""] or name not in SINGLE | MANY | {"project_urls"}:
            continue
        if name in MANY:
            raw[RENAMED.get(name, name)] = values
        elif name == "project_urls":
            raw[name] = labelled_urls(values)
            if len(raw[name]) < len(values):
                unread.append(name)
        elif len(values) > 1:
            unread.append(name)
        else:
            raw[name] = [word.strip() for word in values[0].split(",")] if name == "keywords" else values[0]
    return raw, unread


def labelled_urls(values: list[str]) -> dict[str, str]:
    """Split «label, URL» values into a mapping; a repeated label makes it shorter than the values.

    >>> labelled_urls(["Docs, https://a", "Docs, https://b"])
    {'Docs': 'https://b'}
    """
    pairs = (value.partition(",") for value in values)
    return {label.strip(): url.strip() for label, _, url in pairs}
