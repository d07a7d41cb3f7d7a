"""Where no manifest is kept, what is public counts as a whole release only where that can be known."""

from __future__ import annotations

import pytest

from gonogo.model.index import Served
from gonogo.model.stage import State
from gonogo.release import recover_artifacts
from gonogo.release.survey import survey

SDIST, PURE = "demo_sample-1.0.0.tar.gz", "demo_sample-1.0.0-py3-none-any.whl"
LINUX = "demo_sample-1.0.0-cp312-cp312-manylinux_2_17_x86_64.whl"
ALONE = '[tool.gonogo]\nartifacts = ["sdist"]\n'
ELSEWHERE = '[tool.cibuildwheel]\nskip = "pp*"\n'


@pytest.mark.parametrize(
    ("settings", "names", "state"),
    [
        ("", [SDIST, PURE], State.DONE),
        ("", [SDIST], State.TODO),
        ("", [PURE], State.TODO),
        ("", [], State.TODO),
        ("", [SDIST, LINUX], State.UNKNOWN),
        ("", [LINUX], State.UNKNOWN),
        (ALONE, [SDIST], State.DONE),
        (ALONE, [SDIST, LINUX], State.UNKNOWN),
        (ELSEWHERE, [SDIST], State.UNKNOWN),
        (ELSEWHERE, [], State.TODO),
    ],
)
def test_the_kinds_that_are_public_are_compared_with_those_that_are_released(sample, settings, names, state):
    if settings:
        sample.settings(settings)
    seen = [Served(name, "", "") for name in names]
    assert recover_artifacts.extent(seen, survey(sample.folder)) is state
