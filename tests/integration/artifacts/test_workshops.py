"""Packages that are released together share build environments, and get the bytes that they get alone."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from tests.samples.artifacts import FLIT

from gonogo.artifacts import builder, toolchain
from gonogo.artifacts.workshops import Workshops
from gonogo.system.process import CommandFailed

EPOCH = 1_700_000_000
ASKS = "from flit_core.buildapi import *\ndef get_requires_for_build_wheel(config=None): return ['iniconfig']\n"
IN_TREE = """
    [build-system]
    requires = ["flit_core>=3.11"]
    build-backend = "asking"
    backend-path = ["."]
    [project]
    name = "tiny"
    dynamic = ["version", "description"]
    [tool.flit.sdist]
    include = ["asking.py"]
    """


@pytest.fixture
def shared(tmp_path):
    with ExitStack() as stack:
        yield Workshops(tmp_path / "workshops", stack)


def test_a_second_package_is_built_by_the_same_process_with_the_bytes_that_it_gets_alone(tiny, shared, tmp_path):
    alone = builder.build(tiny(FLIT), tmp_path / "alone", EPOCH)
    how = builder.How(workshops=shared)
    for number in range(2):
        made = builder.build(tiny(FLIT, f"place{number}"), tmp_path / f"out{number}", EPOCH, how)
        assert [path.read_bytes() for path in made] == [path.read_bytes() for path in alone]
    assert len(shared.copies) == sum(map(len, shared.idle.values())) == 1


def test_who_needs_more_installs_it_into_an_environment_of_their_own(tiny, shared, tmp_path):
    source = tiny({**FLIT, "pyproject.toml": IN_TREE, "asking.py": ASKS})
    assert len(builder.build(source, tmp_path / "out", EPOCH, builder.How(workshops=shared))) == 2
    (copy,) = shared.copies.values()
    assert copy.distributions == toolchain.kept(["flit_core>=3.11"], source).distributions


def test_a_script_that_fails_in_the_shared_process_says_why(shared, tmp_path):
    script = tmp_path / "script.py"
    script.write_text("import sys\nsys.exit('it cannot')\n")
    with pytest.raises(CommandFailed, match="it cannot"):
        shared.run("json", ["python", str(script)], tmp_path)
