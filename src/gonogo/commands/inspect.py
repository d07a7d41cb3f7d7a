"""`inspect`: the index's rule book over files of any project, without a repository."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.model.board import Board, Row
from gonogo.model.errors import CouldNotTell, GonogoError, shown
from gonogo.model.index import Index, Served
from gonogo.model.verdict import Finding, Verdict, overall

if TYPE_CHECKING:
    from gonogo.model.plan import Plan
    from gonogo.pypi_rules.facts import IndexFacts
    from gonogo.release.contexts import Context

Answer = tuple["IndexFacts", tuple[Finding, ...]]  # what an index says of a project, and what it did not answer
UNASKED = "nothing is decided on a guess; run it again when the index answers"


class NothingToInspect(GonogoError):
    text = "no file was named"
    hint_text = "name sdists and wheels: gonogo inspect dist/*"


class NotAFile(GonogoError):
    text = "{path} is not a file"
    hint_text = "name sdists and wheels: gonogo inspect dist/*"


class Unreadable(GonogoError):
    text = "{path} cannot be read: {why}"
    hint_text = "see its permissions, then run the command again"


@dataclass(frozen=True)
class Question:
    """What is asked: by which client the files would be sent, and to which index; None asks no index."""

    client: str = "twine"
    index: Index | None = None


def inspect(files: Sequence[Path], question: Question) -> Board:
    """Judge each file and return a row for each; NothingToInspect, NotAFile."""
    if not files:
        raise NothingToInspect
    for path in files:
        if not path.is_file():
            raise NotAFile(path=path)
    return Board("inspect", tuple(rows(without_companions(files), question)))


def without_companions(files: Sequence[Path]) -> Sequence[Path]:
    """Return the files without signatures and attestations of others among them, which go up with those.

    >>> without_companions([Path("a.whl"), Path("a.whl.publish.attestation")])
    [PosixPath('a.whl')]
    """

    def goes_along(path: Path) -> bool:
        others = (one for one in files if one.parent == path.parent)
        return path.name.endswith((".asc", ".attestation")) and any(
            path.name.startswith(f"{one.name}.") for one in others
        )

    return [path for path in files if not goes_along(path)]


def rows(files: Sequence[Path], question: Question) -> Iterable[Row]:
    """Yield each file's row, as if the ones before were on the index; that is asked once for each project."""
    taken: dict[Path, list[Served]] = {}
    ask = cache(lambda name: asked(question.index, name))
    for path in files:
        before = taken.setdefault(path.resolve().parent, [])
        judged = row(path, question.client, tuple(before), ask)
        yield judged
        if len(files) > 1 and judged.verdict is not Verdict.NO_GO:
            before.append(as_served(path))


def as_served(path: Path) -> Served:
    """Return a file as an index would list it."""
    from gonogo.pypi_rules.artifact import Digests

    try:
        return Served(path.name, "", Digests(path)["sha256"], path.stat().st_size)
    except OSError as error:
        raise Unreadable(path=path, why=error.strerror) from error


def row(path: Path, client: str, before: tuple[Served, ...], ask: Callable[[str], Answer]) -> Row:
    """Judge one file; UNKNOWN where the index was asked and did not answer and nothing else is wrong."""
    from concurrent.futures import ThreadPoolExecutor

    from gonogo.checks import no_secrets_inside
    from gonogo.pypi_rules import book
    from gonogo.pypi_rules.names import normalized

    started = time.monotonic()
    facts, unanswered = ask(normalized(path.name))
    try:
        with ThreadPoolExecutor(1, "secrets") as pool:
            searched = pool.submit(lambda: tuple(no_secrets_inside.found(path)))
            examined = book.judge(path, client, replace(facts, beside=before))
        secrets = (one for one in searched.result() if one.code != no_secrets_inside.UNREADABLE)
        examined = replace(examined, findings=(*examined.findings, *secrets))
    except OSError as error:
        raise Unreadable(path=path, why=error.strerror) from error
    verdict = examined.verdict
    if unanswered and verdict is Verdict.GO:
        verdict = Verdict.UNKNOWN
    findings = (*examined.findings, *unanswered)
    return Row(shown(path.name), verdict, time.monotonic() - started, examined.note, findings)


def asked(index: Index | None, name: str) -> Answer:
    """Return what the index says of a project, and a finding for each question it did not answer."""
    from gonogo.index import reading
    from gonogo.pypi_rules.facts import IndexFacts

    if index is None or not name:
        return IndexFacts(exists=None), ()
    try:
        entry = reading.look_up(index, name)
    except CouldNotTell as error:
        return IndexFacts(exists=None), (unasked(error),)
    if entry.exists:
        return IndexFacts(exists=True, served=entry.files, status=entry.status), ()
    return neighbours(index, name)


def neighbours(index: Index, name: str) -> Answer:
    """Return the names of an index that look like a new project's."""
    from gonogo.index import reading
    from gonogo.pypi_rules.facts import IndexFacts
    from gonogo.pypi_rules.names import look

    try:
        alike = reading.alike(index, lambda other: look(other) == look(name))
    except CouldNotTell as error:
        return IndexFacts(exists=False), (unasked(error),)
    return IndexFacts(exists=False, neighbours=alike), ()


def unasked(error: CouldNotTell) -> Finding:
    """Return a question without an answer as a finding."""
    return Finding("could-not-ask", error.sentence, fix=UNASKED)


ACCEPTANCE = "index would accept it"


def acceptance_row(plan: "Plan", context: "Context") -> Row:
    """Judge the built files by the rule book, with what the index says of the project; its silence is UNKNOWN.

    The checks before have judged the files by themselves, and against the embedded index: an archived project, a name
    too like another's or a release that is closed is known to the real one alone. Those checks gave their advice.
    """
    from gonogo.index import reading

    settings = context.project.settings
    asked = reading.known(settings.index, settings)
    judged = tuple(rows(context.kept.files(context.manifest(plan)), Question(index=asked)))
    blocking = tuple(one for found in judged for one in found.findings if one.blocking)
    note = f"{len(judged)} files, by what {asked.name} says of {plan.name}"
    return Row(
        ACCEPTANCE, overall(found.verdict for found in judged), note="" if blocking else note, findings=unique(blocking)
    )


def unique(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return findings, those that say the same of several files once."""
    return tuple({replace(one, where=""): one for one in findings}.values())
