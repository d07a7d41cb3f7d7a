"""What the index itself asks of metadata fields, and of the description."""

from gonogo.pypi_rules import limits
from gonogo.pypi_rules.address import fault_in, is_reserved, is_web_address, mailbox
from gonogo.pypi_rules.compared import ASK, classifiers, doubt_of
from gonogo.pypi_rules.description import is_empty_markdown, is_markdown, is_rst, rst_excess, rst_fault
from gonogo.pypi_rules.form import header
from gonogo.pypi_rules.rule import Fault, Faults, Stage, rule
from gonogo.pypi_rules.spec import PLAINER, doubt, requirement
from gonogo.pypi_rules.upload import Upload


@rule(
    Stage.METADATA_INDEX + 1,
    "The index's own list, read 2026-08-21",
    ok={"metadata_version": "2.5"},
    bad={"metadata_version": "2.6"},
)
def metadata_version_is_supported(upload: Upload) -> Faults:
    """The metadata version exists, but the index does not accept it yet (it knew up to 2.5 on 2026-08-21).
    Fix: build with a backend that writes an older metadata version.
    """
    version = upload.one("metadata_version")
    if version in limits.NEWER_METADATA:
        yield Fault(f"{version!r} is not a valid metadata version", "metadata-version", "metadata-version")


@rule(
    Stage.METADATA_INDEX + 2,
    "PEP 440, local version identifiers",
    ok={"version": "1.0.post1"},
    bad={"version": "1.0+local"},
)
def version_is_public(upload: Upload) -> Faults:
    """The version has a local part such as `+g1a2b3c`; these are for private builds, and the index refuses them.
    Fix: release from a commit that is tagged and clean; for those between, write `local_scheme = "no-local-version"` in
    `[tool.setuptools_scm]`, or `raw-options` of hatch-vcs.
    """
    if upload.version and upload.version.local:
        yield Fault(f"The use of local versions in '{upload.version}' is not allowed.", "version", "version")


@rule(Stage.METADATA_INDEX + 10, "The index's own limit, read 2026-08-21", ok="512 characters", bad="513 characters")
def summary_is_short(upload: Upload) -> Faults:
    """The summary has more than 512 characters, the most that the index keeps.
    Fix: shorten `description` in `[project]` of pyproject.toml.
    """
    if len(upload.one("summary")) > limits.SUMMARY:
        yield Fault(f"'summary' field must be {limits.SUMMARY} characters or less.", "summary", "summary")


@rule(
    Stage.METADATA_INDEX + 11,
    "Core metadata, Author-email; RFC 5322",
    ok={"author_email": "Ada <ada@example.org>"},
    bad={"author_email": "ada@localhost"},
)
def emails_are_valid(upload: Upload) -> Faults:
    """The address of an author or maintainer is not valid, or belongs to a domain that is reserved (.test, .invalid,
    .local, localhost). The index shows it and accepts only one that could exist.
    Fix: correct `authors` or `maintainers` in `[project]`, or leave the address out.
    """
    for field in ("author_email", "maintainer_email"):
        address = mailbox(upload.one(field))
        if address and (why := fault_in(address)):
            name = header(field)
            undecided = "" if is_reserved(address) else doubt_of("email-validator")
            yield Fault(f"{address!r} is not a valid email address: {why}", name, name, undecided)


@rule(
    Stage.METADATA_INDEX + 12,
    "Core metadata, Classifier",
    ok={"classifiers": "Programming Language :: Python :: 3"},
    bad={"classifiers": "Private :: Do Not Upload"},
)
def classifiers_are_known(upload: Upload) -> Faults:
    """A classifier is not in the list of the index, letter by letter; `Private ::` is never in the list, intentionally.
    gonogo has the list of trove-classifiers 2026.6.1.19; a classifier that only the installed version has is UNKNOWN.
    Fix: take the classifier from the list, or update trove-classifiers if it is new.
    """
    unknown = set(upload.all("classifiers")) - classifiers().keys()
    if unknown:
        from trove_classifiers import all_classifiers

        newer = unknown & set(all_classifiers)
        for one in sorted(unknown - newer):
            yield Fault(f"{one!r} is not a valid classifier.", "classifier", "classifier")
        for one in sorted(newer):
            what = f"{one!r} is not in the index's list of {limits.READ_ON}, and the installed list has it"
            yield Fault(what, "classifier", "classifier", undecided=ASK)


@rule(
    Stage.METADATA_INDEX + 13,
    "Core metadata, Classifier",
    ok={"classifiers": "Natural Language :: Ukrainian"},
    bad={"classifiers": "Natural Language :: Ukranian"},
)
def classifiers_are_current(upload: Upload) -> Faults:
    """A classifier has been deprecated; the index refuses it in new uploads.
    Fix: use the ones that replaced it.
    """
    for one in sorted(set(upload.all("classifiers")) & classifiers().keys()):
        instead = classifiers()[one]
        if instead is not None:
            hint = f", use {instead!r} instead." if instead else "."
            yield Fault(f"The classifier {one!r} has been deprecated{hint}", "classifier", "classifier")


@rule(
    Stage.METADATA_INDEX + 14,
    "Core metadata, Home-page, Download-URL",
    ok={"home_page": "https://example.org"},
    bad={"home_page": "ftp://example.org"},
)
def pages_are_urls(upload: Upload) -> Faults:
    """Home-page or Download-URL does not begin with http or https, or has a port above 65535. The index makes links of
    them.
    Fix: write a whole address, or leave the field out.
    """
    for field in ("home_page", "download_url"):
        url = upload.one(field)
        if url and not is_web_address(url):
            yield Fault(f"{url!r} is not a valid url.", header(field), header(field))


@rule(
    Stage.METADATA_INDEX + 15,
    "Core metadata, Project-URL",
    ok={"project_urls": "Docs, https://example.org"},
    bad={"project_urls": ", https://example.org"},
)
def project_urls_are_labelled(upload: Upload) -> Faults:
    """The label of a Project-URL is missing or has more than 32 characters. The index shows it beside the address.
    Fix: shorten the key in `[project.urls]`.
    """
    for label in upload.spec.raw.get("project_urls", {}):
        if not label:
            yield Fault("Must have a label", "project-url", "project-url")
        elif len(label) > limits.LABEL:
            yield Fault(f"{label!r} must be {limits.LABEL} characters or less.", "project-url", "project-url")


@rule(
    Stage.METADATA_INDEX + 16,
    "Core metadata, Project-URL",
    ok={"project_urls": "Docs, https://example.org"},
    bad={"project_urls": "Docs, example.org"},
)
def project_urls_are_urls(upload: Upload) -> Faults:
    """A Project-URL has no address, or one that does not begin with http or https. The index makes links of them.
    Fix: write whole addresses in `[project.urls]`.
    """
    for label, url in upload.spec.raw.get("project_urls", {}).items():
        if not 0 < len(label) <= limits.LABEL:
            continue
        if not url:
            yield Fault("Must have a URL", "project-url", "project-url")
        elif not is_web_address(url):
            yield Fault(f"{url!r} is not a valid url", "project-url", "project-url")


@rule(
    Stage.METADATA_INDEX + 17,
    "Core metadata, Provides-Dist, Obsoletes-Dist",
    ok={"provides_dist": "other>=1"},
    bad={"provides_dist": "a b c"},
)
def obsolete_names_are_valid(upload: Upload) -> Faults:
    """A value of Provides-Dist or Obsoletes-Dist does not follow the syntax of dependency specifiers. The index keeps
    them as requirements.
    Fix: correct it or leave the field out; almost no program reads it.
    """
    for field in ("provides_dist", "obsoletes_dist"):
        for text in upload.all(field):
            parsed = requirement(text)
            if why := doubt("requires_dist", text):
                yield Fault(f"{header(field)}: {why}", header(field), header(field), undecided=PLAINER)
            elif isinstance(parsed, str):
                yield Fault(f"{text!r} is invalid: {parsed}", header(field), header(field))


@rule(
    Stage.METADATA_INDEX + 18,
    "PEP 508, PEP 440 direct references",
    ok={"requires_dist": "a>=1"},
    bad={"requires_dist": "a @ https://example.org/a.whl"},
)
def requirements_are_not_direct(upload: Upload) -> Faults:
    """A requirement points to an address (`name @ https://...`), also in an extra. The index accepts only requirements
    that an index can satisfy, so that nothing is installed from elsewhere.
    Fix: require a released version; put direct references into a dependency group, which is not published.
    """
    for field in ("requires_dist", "provides_dist", "obsoletes_dist"):
        for text in upload.all(field):
            parsed = requirement(text)
            if not isinstance(parsed, str) and parsed.url is not None:
                yield Fault(f"Can't have direct dependency: {text}", header(field), header(field))


@rule(
    Stage.METADATA_INDEX + 19,
    "Core metadata, Dynamic; the index's list",
    ok={"dynamic": "Summary"},
    bad={"dynamic": "Dynamic"},
)
def dynamic_fields_are_allowed(upload: Upload) -> Faults:
    """Dynamic names a field that exists, but that the index does not accept as dynamic (Dynamic itself).
    Fix: correct `dynamic` in `[project]` or update the build backend.
    """
    if any(name.lower() == "dynamic" for name in upload.all("dynamic")):
        yield Fault("Dynamic field 'dynamic' is not a valid dynamic field.", "dynamic", "dynamic")


@rule(
    Stage.METADATA_INDEX + 20,
    "PEP 639",
    ok={"license": "", "license_expression": "MIT"},
    bad={"license": "MIT", "license_expression": "MIT"},
)
def licence_is_said_once(upload: Upload) -> Faults:
    """Both License and License-Expression are given; the first is deprecated where the second is given. Two statements
    could contradict each other.
    Fix: write `license` as an SPDX expression in `[project]` and leave the text out.
    """
    if upload.one("license") and upload.one("license_expression"):
        why = "License is deprecated when License-Expression is present."
        yield Fault(f"{why} Only License-Expression should be present.", "license", "license")


NESTED = "docutils breaks on the description: its blocks are nested more deeply than Python's recursion limit allows"


@rule(
    Stage.DESCRIPTION + 10,
    "Core metadata, Description; docutils",
    ok={"description": "plain *words*", "description_content_type": "text/x-rst"},
    bad={"description": ".. raw:: html\n", "description_content_type": "text/x-rst"},
)
def description_renders(upload: Upload) -> Faults:
    """The description is reStructuredText that does not render; the index stops at the first warning of docutils: raw
    HTML, short underlines, unknown roles and directives, includes. Without a content type the index accepts the
    description for reStructuredText.
    Fix: correct the README, or state its type with `readme = "README.md"`.
    """
    text, kind = upload.one("description"), upload.one("description_content_type")
    if text and is_markdown(kind) and is_empty_markdown(text):
        undecided = "begin the README with a title" if len(text) > limits.VALUE else ""
        why = f"The description failed to render for '{kind}'. It renders to nothing."
        yield Fault(why, "description", undecided=undecided)
    elif text and is_rst(kind) and (excess := rst_excess(text)):
        yield Fault(excess, "description", undecided="shorten the README, or see it with: twine check --strict")
    elif text and is_rst(kind):
        yield from rendered(text, kind)


def rendered(text: str, kind: str) -> Faults:
    """Yield why a description in reStructuredText does not render.

    Where its blocks are nested too deeply for docutils, the index breaks too, or does not: its Python and what it calls
    decide, and it answers with an error of its own.
    """
    try:
        why = rst_fault(text)
    except RecursionError:
        yield Fault(NESTED, "description", undecided="nest the blocks of the README less deeply")
        return
    if why:
        default = "in the default format of reStructuredText." if not kind else f"for '{kind}'."
        why = f"The description failed to render {default} {why}"
        yield Fault(why, "description", undecided=doubt_of("docutils"))
