"""GitHub Actions: the workflows, the run that we are in, and the job summary."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from gonogo.ci import Run
from gonogo.ci.templating import chosen_of, pins, rendered
from gonogo.ci.text import as_code, in_table
from gonogo.ci.wiring import Package, Wiring
from gonogo.model.errors import one_line

if TYPE_CHECKING:
    from gonogo.model.board import Board, Row
    from gonogo.model.project import Project
    from gonogo.model.verdict import Finding

FILES = {
    ".github/workflows/publish.yml": "publish.yml.jinja",
    ".github/workflows/ci.yml": "ci.yml.jinja",
    ".github/dependabot.yml": "dependabot.yml.jinja",
}

PUBLISH, TESTS, *_ = FILES
"""The file that publishes, and the one that tests."""

PATHS = (".github/workflows/*.yml", ".github/workflows/*.yaml")
"""Where files of this provider are."""

CHOSEN = {".github/workflows/release-pr.yml": "release-pr.yml.jinja"}
"""Files that a project has only where it chose them."""


SEVERAL = {".github/workflows/start-publish.yml": "start-publish.yml.jinja"}
"""Files that only a repository of several packages has."""


def render(project: Project, chosen: Collection[str] = (), several: Sequence[Package] = ()) -> dict[str, str]:
    """Return the workflow files of a project, path to text: of those to choose, the named ones and the present ones.

    Of `several` packages the project is what their root has in common.
    """
    more = {**chosen_of(CHOSEN, chosen, project.root), **(SEVERAL if several else {})}
    values = {"pins": pins("github"), "token": "GITHUB_TOKEN", "by_id": True}
    return rendered(("github",), {**FILES, **more}, {"wiring": Wiring(project, tuple(several)), **values})


def detect(environ: Mapping[str, str]) -> Run | None:
    """Return the run that GitHub's variables describe; None outside of GitHub Actions."""
    if environ.get("GITHUB_ACTIONS") != "true":
        return None
    ref, repository = environ.get("GITHUB_REF", ""), environ.get("GITHUB_REPOSITORY", "")
    server, number = environ.get("GITHUB_SERVER_URL", ""), environ.get("GITHUB_RUN_ID", "")
    return Run(
        provider="github",
        event=environ.get("GITHUB_EVENT_NAME", ""),
        ref=ref,
        tag=ref.removeprefix("refs/tags/") if ref.startswith("refs/tags/") else "",
        repository=repository,
        url=f"{server}/{repository}/actions/runs/{number}" if server and repository and number else "",
    )


def annotate(board: Board) -> str:
    """Return a board as Markdown for the job summary; what others wrote in it stays plain text."""
    head = [
        f"### {in_table(board.title)}: {board.verdict.value}",
        "",
        "| | | seconds | |",
        "|---|---|---:|---|",
    ]
    rows = [line for row in board.rows for line in lines_of(row)]
    tail = ["", f"Next: {as_code(board.next_command)}"] if board.next_command else []
    return "\n".join([*head, *rows, *tail, "", ""])


def lines_of(row: Row) -> list[str]:
    """Return a row of the board, and one line for each of its findings, as lines of the table."""
    note = in_table(row.note)
    first = f"| **{row.verdict.value}** | {in_table(row.name)} | {row.seconds:.2f} | {note} |"
    rest = []
    for finding in row.findings:
        where = f" ({in_table(finding.where)})" if finding.where else ""
        fix = f"; fix: {in_table(finding.fix)}" if finding.fix else ""
        rest.append(f"| | {in_table(finding.code)} | | {in_table(finding.what)}{where}{fix} |")
    return [first, *rest]


ERRORS = 10
"""Annotations of one kind that GitHub shows of a step."""

_PLACE = re.compile(r"(?P<path>[^\s:][^:]{0,400}?)(?:(?::|, lines? )(?P<line>\d{1,9}))?")


def errors(board: Board, root: Path) -> list[str]:
    """Return the commands that make GitHub show each blocking finding, at its file and line where it names one."""
    return [command(row, found, root) for row in board.rows for found in row.findings if found.blocking][:ERRORS]


def command(row: Row, finding: Finding, root: Path) -> str:
    """Return the command that annotates one finding."""
    properties = {"title": f"{row.name}: {row.verdict.value}", **place(finding.where, root)}
    said = ",".join(f"{key}={escaped_property(value)}" for key, value in properties.items())
    what = f"{finding.what}; fix: {finding.fix}" if finding.fix else finding.what
    return f"::error {said}::{escaped_data(what)}"


def place(where: str, root: Path) -> dict[str, str]:
    """Return the file and line that a finding names, where that is a file of the project."""
    found = _PLACE.fullmatch(where)
    if found is None or not (root / found["path"]).is_file() or ".." in PurePosixPath(found["path"]).parts:
        return {}
    return {"file": found["path"], **({"line": found["line"]} if found["line"] else {})}


def escaped_data(text: str) -> str:
    """Return a text as the message of a workflow command: one line, in which no other command begins."""
    return one_line(text).replace("%", "%25").replace("##[", "# #[")


def escaped_property(text: str) -> str:
    """Return a text as a property of a workflow command."""
    return escaped_data(text).replace(":", "%3A").replace(",", "%2C")
