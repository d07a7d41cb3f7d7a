"""Forgejo Actions, and Gitea's: the workflows, and the run that we are in; log and summary are read as GitHub's are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from gonogo.ci import Run, github
from gonogo.ci.templating import chosen_of, pins, rendered
from gonogo.ci.wiring import Package, Wiring

if TYPE_CHECKING:
    from gonogo.model.project import Project

FILES = {
    ".forgejo/workflows/publish.yml": "publish.yml.jinja",
    ".forgejo/workflows/ci.yml": "ci.yml.jinja",
}
PUBLISH, TESTS = FILES
PATHS = (".forgejo/workflows/*.yml", ".forgejo/workflows/*.yaml", ".gitea/workflows/*.yml", ".gitea/workflows/*.yaml")
CHOSEN = {".forgejo/workflows/release-pr.yml": "release-pr.yml.jinja"}

annotate = github.annotate


def render(project: Project, chosen: Collection[str] = (), several: Sequence[Package] = ()) -> dict[str, str]:
    """Return the workflow files of a project, path to text: of those to choose, the named and the present ones."""
    wiring = Wiring(project, tuple(several))
    known = pins("forgejo")
    everybody = known["hosts"].get(wiring.host, known["runner"])
    values = {"pins": {**known, "runner": everybody}, "token": "FORGEJO_TOKEN", "by_id": False}
    files = {**FILES, **chosen_of(CHOSEN, chosen, project.root)}
    return rendered(("forgejo", "github"), files, {"wiring": wiring, **values})


def detect(environ: Mapping[str, str]) -> Run | None:
    """Return the run that the variables describe; None outside of Forgejo Actions and Gitea's."""
    if "true" not in (environ.get("FORGEJO_ACTIONS"), environ.get("GITEA_ACTIONS")):
        return None
    found = github.detect({**environ, "GITHUB_ACTIONS": "true"})
    return replace(found, provider="forgejo") if found else None
