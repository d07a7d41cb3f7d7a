"""A project of compiled code: its wheel for this machine alone is refused, and there are two ways around."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from gonogo.artifacts import builder, expected
from gonogo.commands import rehearse
from gonogo.model.verdict import Verdict
from gonogo.project.settings import WrongSettings
from gonogo.project.settings import read as read_settings
from gonogo.release import build, contexts, planner, tests
from gonogo.release.planner import Request
from gonogo.release.runner import Silence
from gonogo.release.survey import survey

PLATFORMS = ("py3-none-manylinux_2_17_x86_64", "cp312-cp312-win_amd64")
HOOK = """\
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Compiled(BuildHookInterface):
    def initialize(self, version, build_data):
        build_data["tag"] = "py3-none-linux_x86_64"
        build_data["pure_python"] = False
"""


@pytest.fixture
def compiled(sample):
    """A project whose wheel is for this machine alone."""
    sample.write("hatch_build.py", HOOK)
    sample.settings("[tool.hatch.build.targets.wheel.hooks.custom]\n")
    return sample


def rehearsed(sample):
    board = rehearse.rehearse(sample.folder, Request(part="minor"), date(2026, 11, 23), Silence())
    return board, {row.name: row for row in board.rows}


def test_a_wheel_for_this_machine_alone_is_refused_with_both_ways_around(compiled):
    board, rows = rehearsed(compiled)

    assert board.verdict is Verdict.NO_GO
    (finding,) = [one for one in rows["index_rules_hold"].findings if one.blocking]
    assert "linux_x86_64" in finding.what
    assert "--wheels FOLDER" in finding.fix
    assert 'artifacts = ["sdist"]' in finding.fix


SKIPPED = pytest.param('[tool.cibuildwheel]\nskip = "pp*"\n', marks=pytest.mark.journey)


@pytest.mark.parametrize("text", ['[tool.gonogo]\nartifacts = ["sdist"]\n', SKIPPED])
def test_the_sdist_alone_goes_all_the_way(compiled, text):
    compiled.settings(text)
    board, rows = rehearsed(compiled)

    assert board.verdict is Verdict.GO, board
    assert rows["build"].note == "demo_sample-1.1.0.tar.gz"
    assert "everybody would have to build" in rows["artifacts_are_the_expected_set"].findings[0].what
    assert rows["wheel_contents_sound"].note == "1 wheel passed check-wheel-contents"


def test_wheels_that_were_made_elsewhere_are_the_release_with_the_sdist(compiled, tmp_path):
    compiled.bump("minor")
    project = survey(compiled.folder)
    plan, context = planner.of_head(project), contexts.local(project)
    wheelhouse = elsewhere(compiled.folder, tmp_path)
    row = build.build(plan, context, wheels=wheelhouse)

    here, there = (f"demo_sample-1.1.0-{tag}.whl" for tag in PLATFORMS)
    assert row.note == f"demo_sample-1.1.0.tar.gz, {there}, {here}"
    assert tests.wheel(context, context.manifest(plan)).name == here


def elsewhere(root: Path, tmp_path: Path) -> Path:
    """Make the wheels of two platforms, as cibuildwheel would."""
    _, wheel = builder.build(root, tmp_path / "dist", 1_700_000_000)
    folder = tmp_path / "wheelhouse"
    folder.mkdir()
    for tag in PLATFORMS:
        shutil.copyfile(wheel, folder / wheel.name.replace("py3-none-linux_x86_64", tag))
    return folder


def test_a_wheel_of_another_version_is_not_handed_on(compiled, tmp_path):
    compiled.bump("minor")
    wheelhouse = elsewhere(compiled.folder, tmp_path)
    compiled.git("push", "-q", "--follow-tags")
    compiled.commit("changelog.d/2.feature.md", "More.\n")
    compiled.bump("minor")
    project = survey(compiled.folder)

    with pytest.raises(expected.OtherWheel) as caught:
        build.build(planner.of_head(project), contexts.local(project), wheels=wheelhouse)
    assert "demo-sample 1.1.0, but this release is demo-sample 1.2.0" in caught.value.sentence


def test_an_empty_folder_of_wheels_is_reported(compiled, tmp_path):
    project = survey(compiled.folder)
    with pytest.raises(expected.NoWheelsThere):
        build.build(planner.of_head(project), contexts.local(project), wheels=tmp_path)


def test_the_sdist_cannot_be_left_out(sample):
    sample.settings('[tool.gonogo]\nartifacts = ["wheel"]\n')
    with pytest.raises(WrongSettings) as caught:
        read_settings(sample.folder)
    assert "must hold sdist" in str(caught.value.details)
