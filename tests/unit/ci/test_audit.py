from pathlib import Path

import pytest

from gonogo import ci
from gonogo.ci.workflow import BrokenWorkflow, Workflow
from gonogo.model.verdict import Verdict


def test_a_repository_without_workflows_is_unknown_and_not_go(tmp_path: Path) -> None:
    assert ci.examine(tmp_path).verdict is Verdict.UNKNOWN


def test_every_workflow_of_a_repository_is_examined_and_named(tmp_path: Path, publish_text: str) -> None:
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    (folder / "publish.yml").write_text(publish_text, encoding="utf-8")
    (folder / "other.yaml").write_text("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n", encoding="utf-8")

    examined = ci.examine(tmp_path)

    assert examined.count == 2
    assert {finding.where.split(",")[0] for finding in examined.findings} == {".github/workflows/other.yaml"}
    assert ci.audit(folder / "publish.yml") == []


@pytest.mark.parametrize("text", ["", "[]", "on: push", "jobs: [", "a: &a [*a", "\x00"])
def test_what_is_no_workflow_is_said_so(text: str) -> None:
    with pytest.raises(BrokenWorkflow, match=r"x\.yml is not a workflow"):
        Workflow.parse(text, "x.yml")
