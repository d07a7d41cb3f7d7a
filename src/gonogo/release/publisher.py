"""The trusted publisher of a project: the identity that its index is to trust, as its workflow and remote show it."""

from gonogo.adopt import workflows
from gonogo.forge import github
from gonogo.git.repository import Git
from gonogo.index.provenance import Publisher
from gonogo.model.project import Project

ENVIRONMENTS = {"testpypi": "testpypi"}  # the environment of the job that publishes, where it is not `pypi`


def of(project: Project, index: str = "pypi") -> Publisher:
    """Return the publisher that an index is to trust; its repository is empty where the remote is on no forge."""
    git = Git(project.root)
    _, slug = github.located(github.address_of(git, project.remote)) if project.remote else ("", "")
    files = [path.rpartition("/")[2] for path in uploading(git)]
    return Publisher("GitHub", slug, files[0] if files else "publish.yml", ENVIRONMENTS.get(index, "pypi"))


def uploading(git: Git) -> dict[str, str]:
    """Return the workflows that upload to an index, path to text."""
    return {path: text for path, text in workflows.workflows(git.top).items() if workflows.UPLOADS.search(text)}


def attests(project: Project, index: str) -> bool:
    """Return whether the project's workflow publishes to an index with attestations: by PyPI's own action."""
    if project.settings.publish != "ci" or index != "pypi":
        return False
    texts = uploading(Git(project.root)).values()
    return any("gh-action-pypi-publish" in text and "attestations: false" not in text for text in texts)
