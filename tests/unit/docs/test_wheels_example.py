"""The guide's jobs for wheels of many platforms, woven into the rendered workflow, keep every rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gonogo import ci
from gonogo.ci.templating import pins
from gonogo.release.survey import survey

ROOT = Path(__file__).parents[3]
WHEELS = "docs/how-to/wheels.md"
pytestmark = pytest.mark.skipif(not (ROOT / WHEELS).is_file(), reason="the tests stand outside")
PUBLISH = ".github/workflows/publish.yml"
BUILD = "      - name: Build, test and check;"


def blocks() -> list[str]:
    """Return the two pieces of YAML, each action pinned as the guide says."""
    section = (ROOT / WHEELS).read_text(encoding="utf-8")
    found = re.findall(r"```yaml\n(.*?)```", section, re.DOTALL)
    commits = {pin.partition("@")[0]: pin for pin in pins("github").values()}
    return [re.sub(r"uses: (\S+)@….*", lambda match: f"uses: {commits[match[1]]}", text) for text in found]


def test_the_example_keeps_every_rule(sample, tmp_path):
    job, step = blocks()
    text = ci.render(survey(sample.folder))[PUBLISH]
    text = text.replace("jobs:\n  validate:", f"jobs:\n{job}\n  validate:\n    needs: [wheels]")
    text = text.replace(BUILD, step + BUILD).replace("--into handed\n", "--wheels wheelhouse --into handed\n")
    (tmp_path / "publish.yml").write_text(text, encoding="utf-8")
    examined = ci.examine(tmp_path / "publish.yml")
    assert "needs: [wheels]" in text
    assert "--wheels wheelhouse" in text
    assert examined.findings == ()
