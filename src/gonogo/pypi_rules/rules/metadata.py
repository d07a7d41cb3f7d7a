"""Metadata fields as the core metadata specifications define them."""

from collections.abc import Callable

from gonogo.pypi_rules import limits
from gonogo.pypi_rules.compared import ASK
from gonogo.pypi_rules.description import spelled_charset
from gonogo.pypi_rules.rule import Example, Fault, Faults, Rule, Stage, rule
from gonogo.pypi_rules.spec import NEWER, PLAINER, unknown_licences
from gonogo.pypi_rules.upload import Upload


def said(upload: Upload, *headers: str) -> Faults:
    """Yield packaging's errors for some headers, except those about a field's age; and what gonogo cannot judge."""
    for name in headers:
        for message in upload.spec.errors.get(name, ()):
            if NEWER not in message:
                yield Fault(message, where=name, field=name)
        for why in upload.spec.doubts.get(name, ()):
            yield Fault(f"{name}: {why}", name, name, undecided=PLAINER)


@rule(Stage.METADATA_FORM + 10, "Core metadata", ok={"summary": "one"}, bad={"summary": ["one", "two"]})
def single_use_fields_are_single(upload: Upload) -> Faults:
    """A field that may be given once is given twice; the index cannot tell which is meant.
    Fix: leave one of them; build backends write each once.
    """
    for name in upload.spec.unread:
        if name != "project-url":
            yield Fault(f"{name!r} has invalid data", name, name)


@rule(
    Stage.METADATA_FORM + 20,
    "Core metadata, Project-URL",
    ok={"project_urls": ["A, https://a.org", "B, https://a.org"]},
    bad={"project_urls": ["A, https://a.org", "A, https://b.org"]},
)
def project_url_labels_differ(upload: Upload) -> Faults:
    """Two Project-URLs have the same label; the index keeps one address for each label.
    Fix: rename one of them in `[project.urls]`.
    """
    if "project-url" in upload.spec.unread:
        yield Fault("'project_urls' has invalid data", "project-url", "project-url")


@rule(
    Stage.METADATA_SPEC + 1,
    "Core metadata, Metadata-Version",
    ok={"metadata_version": "2.4"},
    bad={"metadata_version": "2.0"},
)
def metadata_version_is_known(upload: Upload) -> Faults:
    """Metadata-Version is missing or not one of 1.0, 1.1, 1.2, 2.1, 2.2, 2.3, 2.4 and 2.5. The index reads the other
    fields by it; 2.0 never existed.
    Fix: build again with a backend that is up to date.
    """
    if upload.one("metadata_version") not in limits.NEWER_METADATA:
        yield from said(upload, "metadata-version")


@rule(
    Stage.METADATA_SPEC + 5,
    "Core metadata",
    ok={"metadata_version": "2.4", "license_file": "LICENSE"},
    bad={"metadata_version": "2.1", "license_file": "LICENSE"},
)
def fields_fit_the_metadata_version(upload: Upload) -> Faults:
    """A field is used that the stated metadata version does not have; the index refuses it rather than guess. Older
    setuptools writes License-File under 2.1: twine drops it, uv sends it.
    Fix: update the build backend, so that it states the version which has the field.
    """
    for name, messages in upload.spec.errors.items():
        for message in messages:
            if NEWER in message:
                yield Fault(message, name, name)


@rule(
    Stage.METADATA_SPEC + 11,
    "Core metadata, Description-Content-Type",
    ok={"description_content_type": "text/markdown; charset=UTF-8"},
    bad={"description_content_type": "text/markdown; charset=latin-1"},
)
def content_type_is_known(upload: Upload) -> Faults:
    """Description-Content-Type is none of text/plain, text/x-rst and text/markdown, or asks for another charset than
    UTF-8 or for an unknown variant of Markdown. The index would not know how to render the description. The charset
    must be spelled UTF-8 in capitals (packaging 26.2, which the index uses).
    Fix: write `readme = "README.md"`, from which the backend reads the type, or one of the three types.
    """
    yield from said(upload, "description-content-type")
    charset = spelled_charset(upload.one("description_content_type"))
    if charset != "UTF-8" and "description-content-type" not in upload.spec.errors:
        message = f"'description-content-type' can only specify the UTF-8 charset, not {charset!r}"
        yield Fault(message, "description-content-type", "description-content-type")


@rule(
    Stage.METADATA_SPEC + 16,
    "Core metadata, License-Expression; PEP 639",
    ok={"license_expression": "MIT OR Apache-2.0"},
    bad={"license_expression": "My Own"},
)
def licence_expression_is_spdx(upload: Upload) -> Faults:
    """License-Expression is not an SPDX expression of known licences, such as `MIT` or `Apache-2.0 OR BSD-2-Clause`.
    Programs read it; free text is in no list of licences.
    Fix: correct `license` in `[project]` of pyproject.toml.
    """
    yield from said(upload, "license-expression")
    text = upload.one("license_expression")
    if "license-expression" not in upload.spec.errors and (names := unknown_licences(text)):
        what = (
            f"{', '.join(names)} is not in the index's list of {limits.READ_ON}, and the installed packaging knows it"
        )
        yield Fault(what, "license-expression", "license-expression", undecided=ASK)


@rule(
    Stage.METADATA_SPEC + 50,
    "Core metadata",
    status=500,
    ok="Summary: anything",
    bad="Requires-Dist with 2,000 parentheses around its marker",
)
def metadata_is_readable(upload: Upload) -> Faults:
    """A value in the metadata makes the parser of the index fail; the index would answer 500.
    Fix: build again with a backend that is up to date, or simplify the value.
    """
    known = {"metadata-version", "name", "version", "summary", "description-content-type", "requires-dist"}
    known |= {"requires-python", "provides-extra", "dynamic", "license-expression", "license-file"}
    for name in set(upload.spec.errors) - known - {"import-name", "import-namespace"}:
        yield from said(upload, name)


def said_of(*headers: str) -> Callable[[Upload], Faults]:
    """Return the function of a rule that yields packaging's errors for some headers."""
    return lambda upload: said(upload, *headers)


# fmt: off
SAID: tuple[tuple[int, str, str, str, Example, Example, str, str], ...] = (
    (2, "name_is_valid", "name", "Core metadata, Name", {"name": "Demo.pkg"}, {"name": "-demo-"},
     ("The name is missing or not valid; it must begin and end with a letter or digit and hold only ASCII letters, "
     "digits, '.', '_' and '-'. Addresses and file names are made of it."),
     "change `name` in `[project]` of pyproject.toml."),
    (3, "version_is_valid", "version", "Core metadata, Version; PEP 440", {"version": "1.4.0rc1"}, {"version": "one"},
     "The version is missing or not a version as PEP 440 defines it, so nobody could order it among others.",
     "give a version such as 1.4.0, 1.4.0rc1 or 1.4.0.post1."),
    (10, "summary_is_one_line", "summary", "Core metadata, Summary", {"summary": "one line"}, {"summary": "one\ntwo"},
     "The summary has a line break; the index shows it in one line.",
     "write `description` in `[project]` of pyproject.toml as one line."),
    (12, "requirements_are_valid", "requires-dist", "Core metadata, Requires-Dist; PEP 508",
     {"requires_dist": "a>=1; python_version < '3.12'"}, {"requires_dist": "a b c"},
     "A requirement does not follow the syntax of dependency specifiers, so no installer could read it.",
     "correct it in `dependencies` or `optional-dependencies`."),
    (13, "requires_python_is_valid", "requires-python", "Core metadata, Requires-Python; PEP 440",
     {"requires_python": ">=3.10"}, {"requires_python": "3.10 or so"},
     "Requires-Python is not a version specifier; installers choose files by it.",
     "write it such as `>=3.10` in `requires-python`."),
    (14, "extras_have_valid_names", "provides-extra", "Core metadata, Provides-Extra; PEP 685",
     {"provides_extra": "Fast_io"}, {"provides_extra": "-x-"},
     ("The name of an extra does not begin and end with a letter or digit or has characters that names may not "
     "have. Nobody could ask for such an extra in a requirement."),
     "rename it in `[project.optional-dependencies]`."),
    (15, "dynamic_fields_are_known", "dynamic", "Core metadata, Dynamic; PEP 643",
     {"dynamic": "Summary"}, {"dynamic": "Colour"},
     ("Dynamic names something that is not a metadata field, or one that may never be dynamic (Name, Version, "
     "Metadata-Version). The index reads from it which fields may differ between sdist and wheels."),
     "correct `dynamic` in `[project]` or update the build backend."),
    (17, "licence_files_are_relative", "license-file", "Core metadata, License-File; PEP 639",
     {"license_file": "LICENSES/MIT.txt"}, {"license_file": "../LICENSE"},
     ("The path of a licence file holds `..` or `*`, is absolute, or uses backslashes. The index looks for the file "
     "in the archive under just this path."),
     "correct `license-files` in `[project]` of pyproject.toml."),
    (18, "import_names_are_identifiers", "import-name import-namespace", "Core metadata, Import-Name; PEP 794",
     {"metadata_version": "2.5", "import_name": "demo.io; private"}, {"metadata_version": "2.5", "import_name": "1a"},
     ("An import name is not a dotted Python identifier, or has a suffix other than `; private`. It could not be "
     "imported."),
     "correct `import-names` in `[project]` of pyproject.toml."),
)
# fmt: on
"""Number, code, headers, source, an example that is accepted and one that is refused, what is wrong, and the fix."""

RULES = [
    Rule(code, Stage.METADATA_SPEC + number, source, ok, bad, f"{why}\nFix: {fix}", said_of(*headers.split()))
    for number, code, headers, source, ok, bad, why, fix in SAID
]
