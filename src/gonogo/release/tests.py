"""The tests stage: the project's tests, run on the built wheel, away from the source."""

import contextlib
import dataclasses
import os
import sys
import time
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from gonogo.artifacts import environments, kept_environments, layers, overlay, resolution
from gonogo.artifacts.environments import Environment
from gonogo.artifacts.resolution import Choice, PinsDoNotFit, Resolution
from gonogo.model.board import Row, Source, kept_row
from gonogo.model.errors import GonogoError
from gonogo.model.manifest import Manifest
from gonogo.model.plan import Plan
from gonogo.model.stage import Stage
from gonogo.model.verdict import Finding, Verdict
from gonogo.project.test_setup import RUNNER, TestSetup
from gonogo.project.test_variables import is_withheld
from gonogo.release import red_tests
from gonogo.release.build import holder, own_tree
from gonogo.release.contexts import Context
from gonogo.release.runner import Listener, Silence
from gonogo.system import process
from gonogo.system.process import CommandFailed

if TYPE_CHECKING:
    from gonogo.project.test_variables import TestVariables


def setup(tree: Path) -> TestSetup:
    """Return how the tests of a clean clone run: as its settings say, else as its files show; not as the work tree."""
    from gonogo.project import settings, test_setup

    found, said = test_setup.find(tree), settings.read(tree)
    return dataclasses.replace(
        found,
        argv=said.tests or found.argv,
        requires=(*found.requires, *said.test_requires),
        groups=said.test_groups or found.groups,
        extras=said.test_extras or found.extras,
    )


@dataclasses.dataclass(frozen=True)
class Prepared:
    """Where tests run: an environment, a clean clone of the project, how they run, and which versions they need."""

    environment: Environment
    tree: Path
    how: TestSetup
    resolution: Resolution = dataclasses.field(default_factory=Resolution)


def prepare(plan: Plan, context: Context, stack: contextlib.ExitStack) -> Prepared:
    """Make an environment and a clean clone until a stack is closed, and install what the tests name; `run` reports a
    failure."""
    place = stack.enter_context(kept_environments.place())
    top = stack.enter_context(own_tree(context, holder(plan, context), context.commit(plan)))
    prepared = enter(plan, context, kept_environments.empty(place, context.siblings), top)
    stock(prepared, plan.name)
    return prepared


def stock(prepared: Prepared, name: str) -> None:
    """Copy what the tests name from a kept environment, or install it, but the project; `run` reports what fails."""
    needs = (*grouped(prepared.tree, prepared.how.groups), *prepared.how.requires)
    resolution, tree = prepared.resolution, prepared.tree
    if not needs or not all(is_on_an_index(one, name) for one in needs):
        return

    def filled(environment: Environment) -> Environment:
        environment.install(*resolution.words(environment), *needs, cwd=tree)
        return environment

    with contextlib.suppress(GonogoError):
        if prepared.environment.is_of_this_python:
            contents = (*resolution.lines, *needs)
            kept = kept_environments.kept(contents, lambda folder: filled(environments.create(folder)))
            if not (prepared.environment.siblings and prepared.environment.siblings.named_in(kept.distributions)):
                kept_environments.lay_into(prepared.environment, kept)
                return
        filled(prepared.environment)


def is_on_an_index(need: str, name: str) -> bool:
    """Return whether a requirement names a distribution to take from an index, other than the project itself."""
    try:
        requirement = Requirement(need)
    except InvalidRequirement:
        return False
    return not requirement.url and canonicalize_name(requirement.name) != canonicalize_name(name)


def enter(
    plan: Plan, context: Context, environment: Environment, top: Path, choice: Choice = Choice.LOCKED
) -> Prepared:
    """Return where tests run: a given environment, and a clean clone."""
    from gonogo.project import settings

    tree = top / context.subfolder
    found = resolution.find(choice, tree, plan.name, settings.read(tree).constraints)
    return Prepared(environment, tree, setup(tree), found)


def run(
    plan: Plan, context: Context, prepared: Prepared, words: Sequence[str] = (), listener: Listener | None = None
) -> Row:
    """Install the built wheel and all that the tests need, and run the tests there."""
    started = time.monotonic()
    install(prepared, wheel(context, context.manifest(plan)))
    lay(prepared, context.project.layout.import_names)
    if RUNNER in prepared.how.argv[:3] and not (prepared.environment.scripts / RUNNER).exists():
        return without_runner(prepared, time.monotonic() - started)
    listener = listener or Silence()
    argv = [*prepared.how.argv, *left_out(prepared), *words]
    given = variables(prepared.how.variables, context.project.settings.pass_env)
    done = process.stream(argv, prepared.tree, env=prepared.environment.variables(given), hear=listener.heard)
    ended = row(done, f"tests-{prepared.environment.version}", time.monotonic() - started, prepared.tree)
    notes = (ended.note, prepared.resolution.label, variables_note(prepared.how))
    return dataclasses.replace(ended, note="; ".join(filter(None, notes)))


SHOWN = 6  # how many variables a note names


def variables(found: "TestVariables", pass_env: Iterable[str]) -> dict[str, str]:
    """Return what is set for the tests beside the usual variables; `pass_env` of the settings passes secrets too."""
    own = {name: os.environ[name] for name in pass_env if name in os.environ}
    return {**{name: os.environ[name] for name in passing(found)}, **found.given, **own}


def passing(found: "TestVariables") -> list[str]:
    """Return the variables of this machine that the tests' own configuration lets through; none that holds a secret."""
    patterns = [one.upper() for one in found.passed]
    matching = (name for name in os.environ if any(fnmatchcase(name.upper(), pattern) for pattern in patterns))
    return sorted(name for name in matching if not is_withheld(name))


def variables_note(how: TestSetup) -> str:
    """Return which variables were set and where they stand; those that could not be filled by name."""
    found = how.variables
    sentences = [f"{listed(list(found.given))} from {found.source}"] if found.given else []
    if found.unknown:
        sentences.append(f"not set: {listed(found.unknown)}, which {found.source} fills with what only its tool knows")
    return "; ".join(sentences)


def listed(names: Iterable[str]) -> str:
    """Return the first names in one line, and how many more there are."""
    every = list(names)
    more = f" and {len(every) - SHOWN} more" if len(every) > SHOWN else ""
    return ", ".join(every[:SHOWN]) + more


OURS = ("noxfile.py", "tasks.py")  # files of a project that call gonogo, which is in no environment of its tests


def left_out(prepared: Prepared) -> list[str]:
    """Return what keeps pytest from importing the files that call gonogo, as it does with every file for doctests."""
    if RUNNER not in prepared.how.argv[:3]:
        return []
    files = (name for name in OURS if (prepared.tree / name).is_file())
    options = [f"--ignore={name}" for name in files if b"import gonogo" in (prepared.tree / name).read_bytes()]
    return [one for one in options if one not in prepared.how.argv]


def installed(plan: Plan, context: Context, prepared: Prepared) -> Row:
    """Install the built wheel and all that the tests need, and run nothing."""
    started = time.monotonic()
    install(prepared, wheel(context, context.manifest(plan)))
    note = "; ".join(filter(None, ("installed what the tests need; no test was run", prepared.resolution.label)))
    return Row(f"tests-{prepared.environment.version}", Verdict.GO, time.monotonic() - started, note)


def lay(prepared: Prepared, names: Sequence[str]) -> None:
    """Put what is installed in the place of its source."""
    from gonogo.project import test_setup
    from gonogo.project.tree import Tree

    tests = (*prepared.how.argv, *test_setup.paths(Tree(prepared.tree)))
    overlay.lay(prepared.tree, names, prepared.environment, tests, prepared.how.variables.given.get("PYTHONPATH", ""))


def without_runner(prepared: Prepared, seconds: float) -> Row:
    """Return the row of tests whose runner was not installed: one that happens to be elsewhere sees another package."""
    what = f"{RUNNER} is not among what the tests need"
    fix = 'name it in [tool.gonogo] test-requires = ["pytest"], beside what else they need'
    found = Finding("tests", what, prepared.how.source, fix)
    return Row(f"tests-{prepared.environment.version}", Verdict.NO_GO, seconds, findings=(found,))


def kept(plan: Plan, context: Context, name: str) -> Row | None:
    """Return the kept GO of the tests on exactly these bytes; None where there is none."""
    row = context.kept.verdict(context.manifest(plan), name)
    return kept_row(row) if row else None


def keep(plan: Plan, context: Context, row: Row) -> None:
    """Keep the verdict of the tests with the hash of what they ran on, a red one too; UNKNOWN is none."""
    if row.verdict is not Verdict.UNKNOWN and row.source is not Source.KEPT:
        context.kept.judge(context.manifest(plan), dataclasses.replace(row, stage=Stage.TESTS))


def wheel(context: Context, manifest: Manifest) -> Path:
    """Return the kept wheel to test: the first that fits this machine, or the sdist where none does."""
    from gonogo.artifacts.installed import usable

    files = dict(zip(manifest.artifacts, context.kept.files(manifest), strict=True))
    fitting = usable([one for one in files if one.is_wheel])
    return files[fitting[0]] if fitting else next(iter(files.values()))


def install(prepared: Prepared, artifact: Path) -> None:
    """Install an artifact with the extras, groups and requirements of the tests, all resolved as one."""
    how = prepared.how
    own = layers.needs_of(artifact, how.extras) if prepared.resolution.choice is Choice.LOWEST else ()
    words = prepared.resolution.words(prepared.environment, own)
    try:
        needs = (*grouped(prepared.tree, how.groups), *how.requires)
        layers.install(prepared.environment, artifact, how.extras, *words, *needs, cwd=prepared.tree)
    except CommandFailed as error:
        if not prepared.resolution.pins.source:
            raise
        raise PinsDoNotFit(source=prepared.resolution.pins.source, why=error.fields["why"]) from error


def grouped(tree: Path, groups: Sequence[str]) -> tuple[str, ...]:
    """Return the requirements of dependency groups (PEP 735)."""
    if not groups:
        return ()
    from dependency_groups import resolve

    from gonogo.system import toml

    return tuple(resolve(toml.read(tree / "pyproject.toml").get("dependency-groups", {}), *groups))


def here() -> str:
    """Return the name of the tests on the running interpreter."""
    return f"tests-{sys.version_info.major}.{sys.version_info.minor}"


def row(done: process.Completed, name: str, seconds: float, tree: Path) -> Row:
    """Return the row of tests that ran in a folder; no test at all is NO-GO."""
    done = dataclasses.replace(done, stdout=red_tests.plain(done.stdout))
    ended = red_tests.summary(done)
    if not done.code:
        return Row(name, Verdict.GO, seconds, ended)
    if done.code < 0:
        ended = f"{process.name_of(done.argv)} {process.ended(done.code)}"
    red = red_tests.failed(done)
    failure = f"the tests failed: {ended}{f': {red_tests.named(red)}' if red else ''}"
    what = "no test was found" if done.code == red_tests.NO_TESTS else failure
    finding = Finding("tests", what, red_tests.place(done), red_tests.way_on(done, red, tree))
    return Row(name, Verdict.NO_GO, seconds, findings=(finding,))
