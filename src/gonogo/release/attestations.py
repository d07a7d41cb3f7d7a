"""The trusted publisher of a project, and its attestations read back: there where they are expected, and signed."""

from collections.abc import Iterator, Sequence
from typing import Any

from gonogo.adopt import hosting, workflows
from gonogo.git import hosts
from gonogo.git.repository import Git
from gonogo.index import provenance
from gonogo.index.provenance import NoProvenance, Publisher
from gonogo.model.errors import CouldNotTell
from gonogo.model.index import Served
from gonogo.model.manifest import Manifest
from gonogo.model.project import Project
from gonogo.model.verdict import Examined, Finding, claiming
from gonogo.release.contexts import Context

ENVIRONMENTS = {"testpypi": "testpypi"}  # the environment of the job that publishes, where it is not `pypi`

ATTESTING = ("gh-action-pypi-publish", "twine upload --non-interactive --attestations")
"""What in a workflow sends attestations with the files."""


def publisher(project: Project, index: str = "pypi") -> Publisher:
    """Return the publisher that an index is to trust; its repository is empty where the remote is on no forge."""
    host = hosts.of(Git(project.root), project.remote, project.settings.forge)
    kind = "GitLab" if host.forge == "gitlab" else "GitHub"
    files = [path.rpartition("/")[2] for path in uploading(project)]
    standard = ".gitlab-ci.yml" if kind == "GitLab" else "publish.yml"
    return Publisher(kind, host.path, files[0] if files else standard, ENVIRONMENTS.get(index, "pypi"))


def uploading(project: Project) -> dict[str, str]:
    """Return the workflows that upload to an index, path to text: those of the CI where the project is hosted."""
    found = ci_files(project)
    return {path: text for path, text in found.items() if workflows.UPLOADS.search(text)}


def ci_files(project: Project) -> dict[str, str]:
    """Return the files of the CI where a project is hosted, path to text."""
    top = Git(project.root).top
    return workflows.workflows(top, hosting.provider(project, top)[0] or "github")


def attests(project: Project, index: str) -> bool:
    """Return whether the project's workflow publishes to an index with attestations."""
    if project.settings.publish != "ci" or index != "pypi":
        return False
    texts = uploading(project).values()
    return any(any(one in text for one in ATTESTING) and "attestations: false" not in text for text in texts)


STOP = "do not announce this version; find out who published it, and yank it"


def examine(served: Sequence[Served], manifest: Manifest, context: Context) -> Examined:
    """Hold what the index says of who published each file to the publisher that it is to trust."""
    ours = publisher(context.project, context.index.name)
    expected = attests(context.project, context.index.name)
    sums = {one.filename: one.sha256 for one in manifest.artifacts}
    attested, findings = 0, list[Finding]()
    for one in served:
        attested += bool(one.provenance)
        if one.provenance:
            findings += faults(one, sums.get(one.filename, one.sha256), ours)
        elif expected:
            findings.append(absent(one))
    note = f"{attested} of {len(served)} attested by {ours.repository or 'their publisher'}" if attested else ""
    return claiming(len(served), findings, note)


def absent(one: Served) -> Finding:
    """Return the finding on a file that nobody attests, although its workflow does."""
    what = f"{one.filename} has no attestation, and the workflow that publishes it makes one"
    return Finding("not-attested", what, one.filename, STOP)


def faults(one: Served, sha256: str, ours: Publisher) -> Iterator[Finding]:
    """Yield what is wrong with the attestations of a file; undecided is what could not be asked."""
    try:
        found = provenance.read(one)
        if found is None:
            yield Finding(
                "not-attested", f"the attestations of {one.filename} are listed, and not served", one.filename, STOP
            )
            return
        for bundle in found.attestation_bundles:
            yield from of_bundle(bundle, one.filename, sha256, ours)
    except NoProvenance as error:
        yield Finding(
            "no-provenance", f"the attestations of {one.filename} cannot be read: {error}", one.filename, STOP
        )
    except CouldNotTell as error:
        yield Finding("could-not-ask", error.sentence, one.filename, error.hint, undecided=True)


def of_bundle(bundle: Any, filename: str, sha256: str, ours: Publisher) -> Iterator[Finding]:
    """Yield what is wrong with the attestations of one publisher: who it is, what they name, how they are signed."""
    from gonogo.pypi_rules.rules.attestations import statement_fault

    theirs = provenance.publisher_of(bundle)
    if ours.repository and not same(theirs, ours):
        yield Finding("other-publisher", f"{filename} was published by {theirs}; trusted is {ours}", filename, STOP)
        return
    for one in bundle.attestations:
        why = statement_fault(one.statement, filename, sha256)
        why = why or provenance.signature_fault(one, bundle.publisher, filename, sha256)
        if why:
            yield Finding("bad-attestation", f"an attestation of {filename} is not valid: {why}", filename, STOP)


def same(theirs: Publisher, ours: Publisher) -> bool:
    """Return whether two publishers are one; forges do not tell the case of repositories apart."""
    pairs = (
        (theirs.repository.lower(), ours.repository.lower()),
        (theirs.environment.lower(), ours.environment.lower()),
    )
    return theirs.kind == ours.kind and theirs.workflow == ours.workflow and all(one == other for one, other in pairs)
