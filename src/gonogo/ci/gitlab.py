"""GitLab CI/CD: the pipeline, the run that we are in, sections of the log, and what blocks as a code quality report."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gonogo.ci import Run, github
from gonogo.ci.templating import chosen_of, pins, rendered
from gonogo.ci.wiring import Package, Wiring

if TYPE_CHECKING:
    from gonogo.model.board import Board, Row
    from gonogo.model.project import Project
    from gonogo.model.verdict import Finding

FILES = {".gitlab-ci.yml": "gitlab-ci.yml.jinja"}
PUBLISH = TESTS = ".gitlab-ci.yml"
CHOSEN = {".gitlab/release-pr.yml": "release-pr.yml.jinja"}
PATHS = (PUBLISH, *CHOSEN)

HOME = "gitlab.com"
"""The one GitLab whose identity PyPI accepts."""

annotate = github.annotate


def render(project: Project, chosen: Collection[str] = (), several: Sequence[Package] = ()) -> dict[str, str]:
    """Return the pipeline of a project, path to text: of the files to choose, the named and the present ones."""
    wiring = Wiring(project, tuple(several))
    files = {**FILES, **chosen_of(CHOSEN, chosen, project.root)}
    return rendered(("gitlab",), files, {"wiring": wiring, "pins": pins("gitlab"), "trusted": wiring.host == HOME})


def detect(environ: Mapping[str, str]) -> Run | None:
    """Return the run that GitLab's variables describe; None outside of GitLab CI/CD."""
    if environ.get("GITLAB_CI") != "true":
        return None
    tag = environ.get("CI_COMMIT_TAG", "")
    return Run(
        provider="gitlab",
        event=environ.get("CI_PIPELINE_SOURCE", ""),
        ref=f"refs/tags/{tag}" if tag else f"refs/heads/{environ.get('CI_COMMIT_REF_NAME', '')}",
        tag=tag,
        repository=environ.get("CI_PROJECT_PATH", ""),
        url=environ.get("CI_PIPELINE_URL", ""),
    )


def begun(name: str, seconds: float) -> str:
    """Return what begins a section of the log that can be folded; `seconds` is the time of day."""
    return f"\x1b[0Ksection_start:{seconds:.0f}:{word(name)}[collapsed=true]\r\x1b[0K{name}\n"


def ended(name: str, seconds: float) -> str:
    """Return what ends a section of the log."""
    return f"\x1b[0Ksection_end:{seconds:.0f}:{word(name)}\r\x1b[0K\n"


def word(name: str) -> str:
    """Return the name of a section as GitLab takes it."""
    return re.sub(r"[^A-Za-z0-9_.-]", "_", name)


def errors(board: Board, root: Path) -> list[dict[str, Any]]:
    """Return each blocking finding as an issue of a code quality report, at its file and line where it names one."""
    return [issue(row, found, root) for row in board.rows for found in row.findings if found.blocking]


def issue(row: Row, finding: Finding, root: Path) -> dict[str, Any]:
    """Return one finding as an issue of a code quality report."""
    place = github.place(finding.where, root)
    text = f"{row.name}: {finding.what}; fix: {finding.fix}" if finding.fix else f"{row.name}: {finding.what}"
    return {
        "description": text,
        "check_name": finding.code,
        "fingerprint": hashlib.sha256(f"{row.name} {finding.code} {finding.where} {finding.what}".encode()).hexdigest(),
        "severity": "blocker",
        "location": {"path": place.get("file", "pyproject.toml"), "lines": {"begin": int(place.get("line", 1))}},
    }


def report(board: Board, root: Path, target: Path) -> None:
    """Add what blocks to a code quality report, which may be there from an earlier command of the job."""
    found = errors(board, root)
    known = json.loads(target.read_text(encoding="utf-8")) if target.is_file() else []
    if found or not target.is_file():
        target.write_text(json.dumps([*known, *found], indent=1), encoding="utf-8")
