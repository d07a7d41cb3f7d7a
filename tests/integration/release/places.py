"""A clone of the sample in which a release is made, seen through gonogo, and how releases get there."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from gonogo.commands import bump, status
from gonogo.git import intent
from gonogo.git.repository import Git
from gonogo.index import uploader
from gonogo.model.board import Row
from gonogo.model.manifest import Manifest
from gonogo.model.stage import Stage
from gonogo.model.verdict import Verdict
from gonogo.release import build, contexts, planner
from gonogo.release.runner import Silence
from gonogo.release.survey import survey


@dataclass
class Location:
    """A clone of the sample, seen through gonogo."""

    folder: Path

    @property
    def project(self):
        return survey(self.folder)

    @property
    def context(self):
        return contexts.real(self.project, "local")

    @property
    def plan(self):
        return planner.of_head(self.project)

    def state(self) -> tuple[str, str]:
        board = status.board(self.folder)
        return board.rows[-1].note.partition(";")[0], board.next_command

    def judge(self) -> Manifest:
        """Build the release and find it GO, as `nox -s build tests check` does."""
        build.build(self.plan, self.context)
        manifest = self.context.manifest(self.plan)
        for stage in (Stage.TESTS, Stage.CHECK):
            self.context.kept.judge(manifest, Row(stage.value, Verdict.GO, stage=stage))
        return manifest

    def send(self, count: int) -> None:
        """Upload the first `count` files, as a killed publish leaves it."""
        context, manifest = self.context, self.context.manifest(self.plan)
        uploader.send(context.index, manifest, context.kept.files(manifest)[:count], context.token)


def pushed(sample, here=None):
    """A release that is pushed."""

    def act() -> None:
        sample.landed()
        bump.push(sample.folder, Silence())

    sample.once("pushed", act)
    return here


def judged(sample, here) -> Manifest:
    """A release that is pushed, built and judged; return its manifest."""
    return sample.once("judged", lambda: pushed(sample, here).judge())


def clone(sample, name="elsewhere", *words) -> Location:
    folder = sample.folder.parent / name
    subprocess.run(["git", "clone", "-q", *words, str(sample.remote), str(folder)], check=True)
    return Location(folder)


def declared(sample, here, folder):
    """Leave the repository as a run does that is killed after it has declared its intent."""
    sample.once("declare", lambda: declare(sample, folder))


def declare(sample, folder):
    """Prepare a release in a copy, and declare it."""
    other = folder / "other"
    shutil.copytree(sample.folder, other)
    Git(other)("remote", "remove", "origin")
    bump.bump(other, planner.Request(part="minor"), land_date(), Silence())
    intent.declare(Git(sample.folder), other, "main", "v1.1.0")


def land_date():
    from gonogo.release.contexts import today

    return today()


COMPILED = """\
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Compiled(BuildHookInterface):
    def initialize(self, version, build_data):
        build_data["tag"] = "py3-none-manylinux_2_17_x86_64"
        build_data["pure_python"] = False
"""


def row(board, name: str):
    return next(one for one in board.rows if one.name == name)


def findings(place):
    return {one.code: one for row in status.board(place.folder).rows for one in row.findings}
