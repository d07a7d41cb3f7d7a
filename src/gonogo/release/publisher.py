"""The trusted publisher of a project: the identity that its index is to trust, as its workflow and remote show it."""

from gonogo.adopt import hosting, workflows
from gonogo.git import hosts
from gonogo.git.repository import Git
from gonogo.index.provenance import Publisher
from gonogo.model.project import Project

ENVIRONMENTS = {"testpypi": "testpypi"}  # the environment of the job that publishes, where it is not `pypi`

ATTESTING = ("gh-action-pypi-publish", "twine upload --non-interactive --attestations")
"""What in a workflow sends attestations with the files."""


def of(project: Project, index: str = "pypi") -> Publisher:
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
