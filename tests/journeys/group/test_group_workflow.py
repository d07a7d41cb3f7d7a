"""The publish workflow of several packages, job by job as CI runs it: one run for all the tags of a release."""

from __future__ import annotations

import subprocess

import pytest
from tests.doubles import forge as forge_double
from tests.doubles.workflow_runner import Runner, environ_of

from gonogo.ci.workflow import Workflow, command
from gonogo.commands import init
from gonogo.commands.group.release import OtherIndex

NAMES = init.Names()
TAGS = ["core-1.1.0", "mail-1.1.0", "shop-1.1.0"]
WORKFLOWS = ".github/workflows"


@pytest.fixture
def by_ci(several):
    """Packages that CI publishes, with the workflows that `init` writes at their root."""
    for name in ("core", "mail", "shop", "tool"):
        several.settings(name, 'publish = "here"\n', "")
    several.write("requirements/release.txt", "gonogo==1 --hash=sha256:00\n")
    init.apply(init.propose(several.folder, NAMES))
    several.commit()
    return several


def workflow(several, name):
    return Workflow.read(several.folder / WORKFLOWS / name, name)


@pytest.fixture
def make_run(by_ci, tmp_path):
    """Return a run of the workflow at a tag of a release of three packages."""
    by_ci.push_unjudged("core", "mail", "shop")
    with forge_double.open_forge() as forge:
        for tag in by_ci.there():
            forge.state.tags[tag] = ("tag", by_ci.git("rev-parse", tag))
            forge.state.objects[by_ci.git("rev-parse", tag)] = by_ci.git("rev-parse", f"{tag}^{{commit}}")

        def make(tag, event="push"):
            folder = tmp_path / f"run-{tag}"
            folder.mkdir()
            facts = {"github.event_name": event, "inputs.index": "ours", "github.token": forge_double.TOKEN}
            environ = environ_of(forge, by_ci.index)
            return Runner(workflow(by_ci, "publish.yml"), by_ci.remote, forge, folder, environ, tag, facts)

        yield make


def test_one_run_publishes_all_in_order_and_what_fails_stops_only_what_needs_it(make_run, by_ci, refused):
    assert by_ci.there() == TAGS
    idle = make_run("core-1.1.0")
    assert {name for name, ended in idle.run_all().items() if ended != "skipped"} == {"validate"}
    assert idle.artifacts == {}

    refused.add("mail")
    run = make_run("shop-1.1.0")
    run.run_all()
    assert {name: ended for name, ended in run.results.items() if "testpypi" not in name} == {
        "validate": "success",
        "publish-pypi-core": "success",
        "verify-core": "success",
        "publish-pypi-tool": "skipped",
        "verify-tool": "skipped",
        "publish-pypi-mail": "failure",
        "verify-mail": "skipped",
        "publish-pypi-shop": "skipped",
        "verify-shop": "skipped",
        "announce": "failure",
    }
    assert by_ci.served() == TAGS[:1]
    assert [one["tag_name"] for one in run.forge.state.releases.values()] == TAGS[:1]

    refused.clear()
    run.run_all()
    assert set(run.results.values()) == {"success", "skipped"}
    assert by_ci.served() == TAGS
    assert sorted(one["tag_name"] for one in run.forge.state.releases.values()) == TAGS


def test_an_index_that_the_workflow_does_not_know_is_refused_before_anything_is_made(by_ci):
    with pytest.raises(OtherIndex, match="is ours"):
        by_ci.release("core")
    assert by_ci.intents() == ""


@pytest.mark.parametrize(
    ("names", "started"), [(("core", "mail", "tool"), ""), (("core", "mail", "shop", "tool"), "tool-1.1.0")]
)
def test_the_publish_workflow_is_started_for_more_tags_than_github_starts_it_for(by_ci, tmp_path, names, started):
    before = by_ci.git("rev-parse", "HEAD")
    by_ci.push_unjudged(*names)
    (step,) = [one for _, one in workflow(by_ci, "start-publish.yml").steps() if command(one)]
    program = tmp_path / "bin" / "gh"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\necho "$@" >> "$OUT"\n')
    program.chmod(0o755)
    environ = {"PATH": f"{program.parent}:/usr/bin:/bin", "OUT": str(tmp_path / "out"), "BEFORE": before}
    environ["PATTERNS"] = step["env"]["PATTERNS"]
    subprocess.run(["bash", "-eo", "pipefail", "-c", command(step)], cwd=by_ci.folder, env=environ, check=True)
    said = (tmp_path / "out").read_text() if started else ""
    assert said == (f"workflow run publish.yml --ref {started} --field index=pypi\n" if started else "")
