"""Metadata fields as the core metadata specifications define them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules import limits
from gonogo.pypi_rules.compared import ASK
from gonogo.pypi_rules.description import spelled_charset
from gonogo.pypi_rules.rule import Fault, Faults, Stage, rule
from gonogo.pypi_rules.spec import NEWER, unknown_licences

if TYPE_CHECKING:
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_FORM + 10, "Core metadata", accepts={"summary": "one"}, refuses={"summary": ["one", "two"]})
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
    accepts={"project_urls": ["A, https://a.org", "B, https://a.org"]},
    refuses={"project_urls": ["A, https://a.org", "A, https://b.org"]},
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
    accepts={"metadata_version": "2.4"},
    refuses={"metadata_version": "2.0"},
)
def metadata_version_is_known(upload: Upload) -> Faults:
    """Metadata-Version is missing or not one of 1.0, 1.1, 1.2, 2.1, 2.2, 2.3, 2.4 and 2.5. The index reads the other
    fields by it; 2.0 never existed.
    Fix: build again with a backend that is up to date.
    """
    if upload.one("metadata_version") not in limits.NEWER_METADATA:
        yield from upload.spec.faults("metadata-version")


@rule(Stage.METADATA_SPEC + 2, "Core metadata, Name", accepts={"name": "Demo.pkg"}, refuses={"name": "-demo-"})
def name_is_valid(upload: Upload) -> Faults:
    """The name is missing or not valid; it must begin and end with a letter or digit and hold only ASCII letters,
    digits, '.', '_' and '-'. Addresses and file names are made of it.
    Fix: change `name` in `[project]` of pyproject.toml.
    """
    return upload.spec.faults("name")


@rule(
    Stage.METADATA_SPEC + 3,
    "Core metadata, Version; PEP 440",
    accepts={"version": "1.4.0rc1"},
    refuses={"version": "one"},
)
def version_is_valid(upload: Upload) -> Faults:
    """The version is missing or not a version as PEP 440 defines it, so nobody could order it among others.
    Fix: give a version such as 1.4.0, 1.4.0rc1 or 1.4.0.post1.
    """
    return upload.spec.faults("version")


@rule(
    Stage.METADATA_SPEC + 5,
    "Core metadata",
    accepts={"metadata_version": "2.4", "license_file": "LICENSE"},
    refuses={"metadata_version": "2.1", "license_file": "LICENSE"},
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
    Stage.METADATA_SPEC + 10, "Core metadata, Summary", accepts={"summary": "one line"}, refuses={"summary": "one\ntwo"}
)
def summary_is_one_line(upload: Upload) -> Faults:
    """The summary has a line break; the index shows it in one line.
    Fix: write `description` in `[project]` of pyproject.toml as one line.
    """
    return upload.spec.faults("summary")


@rule(
    Stage.METADATA_SPEC + 11,
    "Core metadata, Description-Content-Type",
    accepts={"description_content_type": "text/markdown; charset=UTF-8"},
    refuses={"description_content_type": "text/markdown; charset=latin-1"},
)
def content_type_is_known(upload: Upload) -> Faults:
    """Description-Content-Type is none of text/plain, text/x-rst and text/markdown, or asks for another charset than
    UTF-8 or for an unknown variant of Markdown. The index would not know how to render the description. The charset
    must be spelled UTF-8 in capitals (packaging 26.2, which the index uses).
    Fix: write `readme = "README.md"`, from which the backend reads the type, or one of the three types.
    """
    yield from upload.spec.faults("description-content-type")
    charset = spelled_charset(upload.one("description_content_type"))
    if charset != "UTF-8" and "description-content-type" not in upload.spec.errors:
        message = f"'description-content-type' can only specify the UTF-8 charset, not {charset!r}"
        yield Fault(message, "description-content-type", "description-content-type")


@rule(
    Stage.METADATA_SPEC + 12,
    "Core metadata, Requires-Dist; PEP 508",
    accepts={"requires_dist": "a>=1; python_version < '3.12'"},
    refuses={"requires_dist": "a b c"},
)
def requirements_are_valid(upload: Upload) -> Faults:
    """A requirement does not follow the syntax of dependency specifiers, so no installer could read it.
    Fix: correct it in `dependencies` or `optional-dependencies`.
    """
    return upload.spec.faults("requires-dist")


@rule(
    Stage.METADATA_SPEC + 13,
    "Core metadata, Requires-Python; PEP 440",
    accepts={"requires_python": ">=3.10"},
    refuses={"requires_python": "3.10 or so"},
)
def requires_python_is_valid(upload: Upload) -> Faults:
    """Requires-Python is not a version specifier; installers choose files by it.
    Fix: write it such as `>=3.10` in `requires-python`.
    """
    return upload.spec.faults("requires-python")


@rule(
    Stage.METADATA_SPEC + 14,
    "Core metadata, Provides-Extra; PEP 685",
    accepts={"provides_extra": "Fast_io"},
    refuses={"provides_extra": "-x-"},
)
def extras_have_valid_names(upload: Upload) -> Faults:
    """The name of an extra does not begin and end with a letter or digit or has characters that names may not have.
    Nobody could ask for such an extra in a requirement.
    Fix: rename it in `[project.optional-dependencies]`.
    """
    return upload.spec.faults("provides-extra")


@rule(
    Stage.METADATA_SPEC + 15,
    "Core metadata, Dynamic; PEP 643",
    accepts={"dynamic": "Summary"},
    refuses={"dynamic": "Colour"},
)
def dynamic_fields_are_known(upload: Upload) -> Faults:
    """Dynamic names something that is not a metadata field, or one that may never be dynamic (Name, Version,
    Metadata-Version). The index reads from it which fields may differ between sdist and wheels.
    Fix: correct `dynamic` in `[project]` or update the build backend.
    """
    return upload.spec.faults("dynamic")


@rule(
    Stage.METADATA_SPEC + 16,
    "Core metadata, License-Expression; PEP 639",
    accepts={"license_expression": "MIT OR Apache-2.0"},
    refuses={"license_expression": "My Own"},
)
def licence_expression_is_spdx(upload: Upload) -> Faults:
    """License-Expression is not an SPDX expression of known licences, such as `MIT` or `Apache-2.0 OR BSD-2-Clause`.
    Programs read it; free text is in no list of licences.
    Fix: correct `license` in `[project]` of pyproject.toml.
    """
    yield from upload.spec.faults("license-expression")
    text = upload.one("license_expression")
    if "license-expression" not in upload.spec.errors and (names := unknown_licences(text)):
        what = (
            f"{', '.join(names)} is not in the index's list of {limits.READ_ON}, and the installed packaging knows it"
        )
        yield Fault(what, "license-expression", "license-expression", undecided=ASK)


@rule(
    Stage.METADATA_SPEC + 17,
    "Core metadata, License-File; PEP 639",
    accepts={"license_file": "LICENSES/MIT.txt"},
    refuses={"license_file": "../LICENSE"},
)
def licence_files_are_relative(upload: Upload) -> Faults:
    """The path of a licence file holds `..` or `*`, is absolute, or uses backslashes. The index looks for the file in
    the archive under just this path.
    Fix: correct `license-files` in `[project]` of pyproject.toml.
    """
    return upload.spec.faults("license-file")


@rule(
    Stage.METADATA_SPEC + 18,
    "Core metadata, Import-Name; PEP 794",
    accepts={"metadata_version": "2.5", "import_name": "demo.io; private"},
    refuses={"metadata_version": "2.5", "import_name": "1a"},
)
def import_names_are_identifiers(upload: Upload) -> Faults:
    """An import name is not a dotted Python identifier, or has a suffix other than `; private`. It could not be
    imported.
    Fix: correct `import-names` in `[project]` of pyproject.toml.
    """
    return upload.spec.faults("import-name", "import-namespace")


@rule(
    Stage.METADATA_SPEC + 50,
    "Core metadata",
    status=500,
    accepts="Summary: anything",
    refuses="Requires-Dist with 2,000 parentheses around its marker",
)
def metadata_is_readable(upload: Upload) -> Faults:
    """A value in the metadata makes the parser of the index fail; the index would answer 500.
    Fix: build again with a backend that is up to date, or simplify the value.
    """
    known = {"metadata-version", "name", "version", "summary", "description-content-type", "requires-dist"}
    known |= {"requires-python", "provides-extra", "dynamic", "license-expression", "license-file"}
    for name in set(upload.spec.errors) - known - {"import-name", "import-namespace"}:
        yield from upload.spec.faults(name)
