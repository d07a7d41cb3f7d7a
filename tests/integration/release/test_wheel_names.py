"""The wheel of a release holds what that of the commit before holds, by name and metadata, apart from the version."""

from __future__ import annotations

from textwrap import dedent

import pytest
from places import row

from gonogo.commands import rehearse
from gonogo.model.errors import Status
from gonogo.release.contexts import today
from gonogo.release.planner import Request
from gonogo.release.runner import Silence


def rehearsed(sample):
    return rehearse.rehearse(sample.folder, Request(part="minor"), today(), Silence())


HOOK = """\
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface


    class Hook(BuildHookInterface):
        def initialize(self, version, build_data):
            if self.target_name == "wheel":
                current = self.metadata.version
                ACT
    """


def with_hook(sample, act: str) -> None:
    sample.commit("hatch_build.py", dedent(HOOK.replace("ACT", act)))
    sample.commit("src/demo/extra.py", "EXTRA = True\n")
    sample.settings("""
        [tool.hatch.build.hooks.custom]
        """)


MOVING = {
    "README.md": "demo/data-{current}/table.txt",
    "LICENSE": "demo/v{current.replace('.', '_')}.txt",
    "tasks.py": "demo/app.{hash(current) % 10**9:09}.js",
}
"""Names of packed files that hold the version: in a folder, with underscores, as the hash of a content."""


@pytest.mark.usefixtures("nothing_installed")
def test_a_version_in_the_name_of_a_packed_file_and_what_only_the_sdist_leaves_out_are_no_loss(sample):
    packed = ", ".join(f"'{name}': f\"{moving}\"" for name, moving in MOVING.items())
    with_hook(sample, f'build_data["force_include"].update({{{packed}}})')
    sample.commit("src/demo/internal.txt", "only here\n")
    sample.settings("""
        [tool.hatch.build.targets.sdist]
        exclude = ["internal.txt"]
        [tool.gonogo.waivers]
        sdist_holds_what_git_tracks = "left out on purpose"
        """)
    shown = row(rehearsed(sample), "files of the wheel")
    assert shown.verdict.value == "GO", shown
    assert "named as before" in shown.note
    assert not shown.findings


@pytest.mark.usefixtures("nothing_installed")
def test_a_wheel_that_loses_a_module_with_the_version_stops_the_release(sample):
    with_hook(
        sample, 'build_data["force_include"].update({} if current == "1.1.0" else {"README.md": "demo/schema_1.py"})'
    )
    board = rehearsed(sample)
    assert board.exit_status is Status.NO_GO
    (finding,) = board.rows[-1].findings
    assert finding.blocking
    assert finding.what == "the wheel of 1.1.0 loses demo/schema_1.py"


@pytest.mark.journey
@pytest.mark.usefixtures("nothing_installed")
def test_a_wheel_that_gains_a_file_with_the_version_is_shown(sample):
    with_hook(sample, 'build_data["force_include"].update({"README.md": "demo/new.txt"} if current == "1.1.0" else {})')
    board = rehearsed(sample)
    assert board.exit_status is Status.GO
    (finding,) = row(board, "files of the wheel").findings
    assert not finding.blocking
    assert finding.what == "the wheel of 1.1.0 adds demo/new.txt"


@pytest.mark.usefixtures("nothing_installed")
def test_fragments_in_the_package_that_the_release_uses_up_are_no_loss(sample):
    text = (sample.folder / "pyproject.toml").read_text()
    sample.git("mv", "changelog.d", "src/demo/changelog.d")
    sample.commit("pyproject.toml", text.replace('"changelog.d"', '"src/demo/changelog.d"'))
    sample.git("push", "-q")
    board = rehearsed(sample)
    shown = row(board, "files of the wheel")
    assert not shown.findings
    assert shown.verdict.value == "GO"


@pytest.mark.journey
@pytest.mark.usefixtures("nothing_installed")
def test_an_old_wheel_that_cannot_be_built_is_advice(sample):
    with_hook(sample, 'assert current != "1.0.0" or "editable" == version, "cannot be built"')
    board = rehearsed(sample)
    assert board.exit_status is Status.GO
    (finding,) = row(board, "files of the wheel").findings
    assert not finding.blocking
    assert "not compared" in finding.what


@pytest.mark.usefixtures("nothing_installed")
def test_a_requirement_that_only_a_built_wheel_has_stops_the_release_where_it_moves(sample):
    with_hook(sample, 'build_data["dependencies"].append(f"demo-core=={current}")')
    board = rehearsed(sample)
    assert board.exit_status is Status.NO_GO
    assert board.rows[-1].name == "files of the wheel"
    assert [one.code for one in board.rows[-1].findings] == ["requirement-moves"]
