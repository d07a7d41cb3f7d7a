"""A new step needs its file and its line in `Stage`: it is then ordered, run, hooked, resumed and taken back."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import gonogo
from gonogo.test_index import open_index

STEP = '''"""Mail: a letter in a box beside the repository."""

from gonogo.model.errors import GonogoError
from gonogo.model.stage import Probe, Reach, State
from gonogo.model.stage import ReleaseState



class BoxFull(GonogoError):
    """The box takes no letter."""

    text = "the box is full"
    hint_text = "empty it, then type: invoke resume"


REACH = Reach.REMOTE
WAITING = ReleaseState.PUSHED


def box(context):
    """Return the box: it stands beside the repository, a real one or a stand-in."""
    return context.repo.parent / "box"


def describe(plan, context):
    """Say what is sent."""
    return f"mail a letter about {plan.tag}"


def probe(plan, context):
    """See whether the letter is in the box."""
    return Probe(State.DONE if (box(context) / plan.tag).exists() else State.TODO)


def apply(plan, context):
    """Send the letter."""
    if (box(context) / "full").exists():
        raise BoxFull
    box(context).mkdir(exist_ok=True)
    (box(context) / plan.tag).write_text(plan.message)


def take_back(plan, context):
    """Take the letter back."""
    (box(context) / plan.tag).unlink()
    return f"the letter about {plan.tag} is taken back"
'''


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """The folder in which letters arrive."""
    folder = tmp_path / "box"
    folder.mkdir()
    return folder


def add(step: str, below: str, folder: Path) -> Path:
    """Make a copy of gonogo with a new step below another one, and return the folder to import it from."""
    package = folder / "copy" / "gonogo"
    shutil.copytree(Path(gonogo.__file__).parent, package)
    (package / "release" / "steps" / "mail.py").write_text(step)
    stages = package / "model" / "stage.py"
    line = f'    {below.upper()} = "{below}"\n'
    stages.write_text(stages.read_text().replace(line, line + '    MAIL = "mail"\n'))
    return package.parent


@pytest.fixture
def extended(sample, tmp_path: Path, box: Path, monkeypatch: pytest.MonkeyPatch):
    """The sample, released by a copy of gonogo that has the new step between push and publish."""
    monkeypatch.setenv("PYTHONPATH", str(add(STEP, "push", tmp_path)))
    sample.settings(f"""
        [tool.gonogo]
        publish = "nowhere"
        [tool.gonogo.hooks]
        after-mail = [[{sys.executable!r}, "-c", "import pathlib; pathlib.Path({str(box)!r}, 'hooked').touch()"]]
        """)
    return sample


QUICK = f"""import runpy, sys
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
from judging import install_nothing
install_nothing(setattr)
sys.path[0] = ""
runpy.run_module("invoke", run_name="__main__", alter_sys=True)
"""
"""Invoke, whose release installs nothing to judge it."""


def invoke(sample, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", QUICK, *words],
        cwd=sample.folder,
        env=os.environ,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


def test_a_new_step_is_ordered_run_hooked_resumed_and_taken_back(extended, box: Path) -> None:
    (box / "full").touch()
    printed = invoke(extended, "release", "--part", "minor", "--yes")
    assert printed.index("push, rehearsed") < printed.index("mail, rehearsed") < printed.index("the box is full")
    assert extended.remote_git("tag") == "v1.1.0"
    assert not (box / "v1.1.0").exists()
    assert "invoke resume" in invoke(extended, "status")
    (box / "full").unlink()
    assert "mail" in invoke(extended, "resume")
    assert (box / "v1.1.0").is_file()
    assert (box / "hooked").is_file()
    assert "the letter about v1.1.0 is taken back" in invoke(extended, "undo", "--remote")
    assert not (box / "v1.1.0").exists()
    assert extended.git("tag") == ""


def test_one_after_the_last_keeps_the_release_open_until_it_has_happened(sample, tmp_path, box, monkeypatch) -> None:
    last = STEP.replace("Reach.REMOTE", "Reach.PUBLIC").replace("ReleaseState.PUSHED", "ReleaseState.UNANNOUNCED")
    monkeypatch.setenv("PYTHONPATH", str(add(last, "announce", tmp_path)))
    with open_index(tmp_path / "index") as embedded:
        monkeypatch.setenv("GONOGO_TOKEN_LOCAL", embedded.token)
        sample.settings(f"""
            [tool.gonogo]
            publish = "here"
            index = "local"
            [tool.gonogo.indexes.local]
            upload = "{embedded.index.upload_url}"
            simple = "{embedded.index.simple_url}"
            """)
        (box / "full").touch()
        assert "the box is full" in invoke(sample, "release", "--part", "minor", "--yes")
        assert "invoke resume" in invoke(sample, "status")
        assert "is open: it is announced, and waits for mail" in invoke(sample, "bump", "--part", "minor")
        (box / "full").unlink()
        assert "mail" in invoke(sample, "resume")
        assert (box / "v1.1.0").is_file()
        assert "the release" not in invoke(sample, "status")
