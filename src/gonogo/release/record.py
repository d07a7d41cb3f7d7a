"""The record of a release or rehearsal: when each stage ran, what it said, and the files; for `gonogo report`."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gonogo.artifacts.store import changed, row_from, value_of, write_durably
from gonogo.model.board import Board, Row, Source, is_go
from gonogo.model.errors import GonogoError, NoGo, few
from gonogo.model.manifest import Artifact, BrokenManifest
from gonogo.system import activity
from gonogo.system.secrets import discreet, redacted

if TYPE_CHECKING:
    from gonogo.model.plan import Plan
    from gonogo.release.contexts import Context
    from gonogo.release.runner import Listener

KEPT = 20  # how many records a repository keeps
FOLDER = Path("gonogo/records")  # where they are, in git's folder
SCHEMA = 1
WAIT, BESIDE = "wait", "beside"


class NoRecord(NoGo):
    text = "{what} is recorded in this repository"
    hint_text = "make one that publishes nothing: nox -s release"


@dataclass(frozen=True)
class Span:
    """How long something took, from when; `kind` is a stage's verdict, WAIT, or BESIDE for work beside the stages."""

    name: str
    began: float
    seconds: float
    kind: str


@dataclass(frozen=True)
class Record:
    """What one release or rehearsal was: its plan's values, its files, its rows, and what took how long.

    `commit` is that of the release, and `base` the one from which it was prepared.
    """

    title: str
    name: str
    old: str
    version: str
    tag: str
    commit: str
    next_command: str
    notes: str = ""
    artifacts: tuple[Artifact, ...] = ()
    rows: tuple[Row, ...] = ()
    spans: tuple[Span, ...] = ()
    packages: int = 1
    base: str = ""

    @property
    def slug(self) -> str:
        """What its file is called."""
        return slug(self.name, self.version) if self.packages == 1 else f"several-{self.commit[:12]}"

    def to_json(self) -> str:
        """Return the record as JSON."""
        return json.dumps({"schema": SCHEMA, **asdict(self)}, indent=2, default=value_of) + "\n"

    @classmethod
    def from_json(cls, path: Path) -> Record:
        """Read a record; BrokenManifest where it is truncated, edited or of another schema."""
        try:
            raw: dict[str, Any] = json.loads(path.read_bytes())
            if raw.pop("schema") != SCHEMA:
                raise BrokenManifest(path=str(path), why="written by another version of gonogo")
            rows = tuple(row_from(one, path) for one in raw.pop("rows"))
            artifacts = tuple(Artifact(**one) for one in raw.pop("artifacts"))
            spans = tuple(Span(**one) for one in raw.pop("spans"))
            return cls(rows=rows, artifacts=artifacts, spans=spans, **raw)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise BrokenManifest(path=str(path), why=error) from error

    def after(self, earlier: Record) -> Record:
        """Return the record together with an earlier one of the same commit; what ran again stands once."""
        ran = {span.name for span in self.spans}
        rows = {row.name: row for row in earlier.rows}
        rows.update({row.name: row for row in self.rows if row.source is not Source.KEPT or row.name not in rows})
        return replace(
            self,
            rows=tuple(rows.values()),
            spans=(*(one for one in earlier.spans if one.name not in ran), *self.spans),
            notes=self.notes or earlier.notes,
            old=self.old if self.old != self.version else earlier.old,
        )


@dataclass
class Recorder:
    """A listener that records when stages begin and end, and passes all on to another."""

    listener: Listener
    spans: list[Span] = field(default_factory=list)
    _began: dict[str, float] = field(default_factory=dict)

    def began(self, name: str) -> None:
        """Record that a stage begins."""
        self._began[name] = time.time()
        self.listener.began(name)

    def ended(self, row: Row) -> None:
        """Record that it ended."""
        now = time.time()
        began = self._began.pop(row.name, now)
        self.spans.append(Span(row.name, began, now - began, row.verdict.value))
        self.listener.ended(row)

    def heard(self, line: str) -> None:
        """Pass on a line that a program printed."""
        self.listener.heard(line)


def keep(released: Sequence[tuple[Plan, Context]], board: Board, recorder: Recorder) -> Board:
    """Keep the record of a board on a package, or on several that are released together, and return the board."""
    manifests = [context.kept.find(context.commit(plan)) for plan, context in released]
    versions = [found.version if found else plan.new for found, (plan, _) in zip(manifests, released, strict=True)]
    last, where = released[-1]
    shown = discreet(board)
    record = Record(
        title=shown.title,
        name=few(plan.name for plan, _ in released),
        old=last.old if len(released) == 1 else "",
        version=few(dict.fromkeys(versions)),
        tag=" ".join(dict.fromkeys(plan.tag for plan, _ in released if plan.tag)),
        commit=where.commit(last),
        next_command=shown.next_command,
        notes=redacted("\n\n".join(filter(None, (notes(plan, context) for plan, context in released)))),
        artifacts=tuple(artifact for found in manifests if found for artifact in found.artifacts),
        rows=shown.rows,
        spans=(*recorder.spans, *around()),
        packages=len(released),
        base=last.base,
    )
    write(where.git.folder / FOLDER, record)
    return board


def notes(plan: Plan, context: Context) -> str:
    """Return the notes of a plan; those of a package that is released with others are read where they are written."""
    from gonogo import changelog

    if plan.notes or not plan.beside:
        return plan.notes
    project, clone = context.project, context.clone_folder / context.subfolder
    root = clone if clone.is_dir() else project.root
    try:
        section = changelog.notes_of(project, plan.new, root)
    except GonogoError:
        return ""
    mark = "## " if project.changelog.lower().endswith(".md") else ""
    return f"{mark}{plan.name} {plan.new}\n\n{section}"


def around() -> Iterator[Span]:
    """Yield what this process has waited for, and what it did beside the stages."""
    for past in activity.past():
        yield Span(redacted(past.what), past.since, past.seconds, WAIT if past.waited else BESIDE)


def write(folder: Path, record: Record) -> None:
    """Write a record, together with an earlier one of the same commit; only the last few are kept."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{record.slug}.json"
    earlier = read(path)
    whole = record.after(earlier) if earlier and earlier.commit == record.commit else record
    write_durably(path, whole.to_json())
    for old in newest_first(folder)[KEPT:]:
        old.unlink(missing_ok=True)


def slug(name: str, version: str) -> str:
    """Return what the file of one package's record is called."""
    return f"{name}-{version}"


def was_go(plan: Plan, context: Context) -> bool:
    """Return whether the last rehearsal of a version was GO, and prepared it from the same commit."""
    found = read(context.git.folder / FOLDER / f"{slug(plan.name, plan.new)}.json")
    return found is not None and found.base == plan.base and is_go(found.rows)


def read(path: Path) -> Record | None:
    """Return the record in a file; None where there is none that can be read."""
    try:
        return Record.from_json(path)
    except (OSError, BrokenManifest):
        return None


def find(folder: Path, version: str) -> Record:
    """Return the record of a version, or the last one; NoRecord where there is none."""
    paths: Iterable[Path] = newest_first(folder)
    for path in paths:
        record = read(path)
        if record and version in ("", record.version, *record.tag.split()):
            return record
    raise NoRecord(what=f"no release of {version}" if version else "no release or rehearsal")


def newest_first(folder: Path) -> list[Path]:
    """Return the records in a folder, the newest first."""
    return sorted(folder.glob("*.json"), key=changed, reverse=True)
