"""The rendered publish workflow, job by job as CI runs it: its own commands, each job in a clone of its own.

The actions are stood in for: checkout is a clone of the tag, artifacts are copied as the actions copy them
(no hidden files), and the publish action is twine with the files of its folder. Expressions are looked up, and
`hashFiles` is computed.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.doubles import forge as forge_double

from gonogo import ci
from gonogo.ci.workflow import Job, Workflow, action, command, inputs
from gonogo.release.survey import survey
from gonogo.system.pip_settings import configured_index
from gonogo.test_index import open_index

TAG = "v1.1.0"
EXPRESSION = re.compile(r"\$\{\{ (.+?) \}\}")


class JobFailed(Exception):
    """A step of a job ended with another status than 0."""


@dataclass
class Runner:
    """What runs the jobs of one run: the remote, the values of expressions, and the stored artifacts."""

    workflow: Workflow
    remote: Path
    forge: Any
    folder: Path
    environ: dict[str, str]
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    artifacts: dict[str, Path] = field(default_factory=dict)

    def run(self, name: str, tamper: Callable[[Path], None] = lambda _: None) -> str:
        """Run one job; `tamper` meets the downloaded files before the publish action does. Returns its log."""
        job = next(one for one in self.workflow.jobs if one.id == name)
        place = self.folder / f"{name}-{len(list(self.folder.iterdir()))}"
        place.mkdir()
        steps: dict[str, dict[str, str]] = {}
        log = ""
        for step in job.steps:
            values = self.values(place, steps)
            if action(step) == "actions/checkout":
                clone = ["git", "-c", "advice.detachedHead=false", "clone", "-q", "--branch", TAG]
                subprocess.run([*clone, str(self.remote), str(place)], check=True)
                subprocess.run(["git", "remote", "set-url", "origin", self.forge.remote], cwd=place, check=True)
            elif action(step) == "actions/upload-artifact":
                steps[step["id"]] = {"artifact-id": self.keep(place / inputs(step)["path"])}
            elif action(step) == "actions/download-artifact":
                number = filled(inputs(step)["artifact-ids"], values)
                shutil.copytree(self.artifacts[number], place / inputs(step)["path"])
                tamper(place / inputs(step)["path"])
            elif action(step) == "pypa/gh-action-pypi-publish":
                log += self.publish(place / filled(inputs(step)["packages-dir"], values))
            elif command(step) and "pip install" not in command(step):
                text, made = self.command(job, step, place, values)
                log += text
                steps[step.get("id", "")] = made
        given = job.body.get("outputs", {})
        self.outputs[name] = {key: filled(text, self.values(place, steps)) for key, text in given.items()}
        return log

    def values(self, place: Path, steps: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
        """Return what each expression of the workflow stands for at this point."""
        found = {"inputs.index || 'pypi'": "company", "github.token": self.environ["FORGE_TOKEN"]}
        hashed = hash_files(place, "handed/dist/*")
        found["hashFiles('handed/dist/*')"] = hashed
        for job, outputs in self.outputs.items():
            found.update({f"needs.{job}.outputs.{key}": value for key, value in outputs.items()})
        for step, made in steps.items():
            found.update({f"steps.{step}.outputs.{key}": value for key, value in made.items()})
        same = hashed == found.get("needs.validate.outputs.files-hash")
        guard = (
            "hashFiles('handed/dist/*') == needs.validate.outputs.files-hash && 'handed/dist' || 'refused-other-bytes'"
        )
        return {**found, guard: "handed/dist" if same else "refused-other-bytes"}

    def keep(self, path: Path) -> str:
        """Store an artifact as the action does, without hidden files; fails where there is nothing."""
        number = str(len(self.artifacts) + 1)
        self.artifacts[number] = self.folder.parent / f"artifact-{number}-{len(list(self.folder.parent.iterdir()))}"
        shutil.copytree(path, self.artifacts[number], ignore=shutil.ignore_patterns(".*"))
        return number

    def command(
        self, job: Job, step: Mapping[str, Any], place: Path, values: Mapping[str, str]
    ) -> tuple[str, dict[str, str]]:
        """Run a step's command as the runner does, and return its log and its outputs."""
        given = {**job.body.get("env", {}), **step.get("env", {})}
        output = place.parent / "output"
        output.write_text("")
        environ = {
            **self.environ,
            **{key: filled(text, values) for key, text in given.items()},
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(place.parent / "summary"),
        }
        shell = ["bash", "-eo", "pipefail", "-c", command(step)]
        done = subprocess.run(shell, cwd=place, env=environ, capture_output=True, text=True, check=False)
        if done.returncode:
            raise JobFailed(f"{command(step)}\n{done.stdout}\n{done.stderr}")
        lines = (line.partition("=") for line in output.read_text().splitlines())
        return done.stdout + done.stderr, {key: value for key, _, value in lines}

    def publish(self, folder: Path) -> str:
        """Send the files of a folder as the publish action does."""
        argv = [sys.executable, "-m", "twine", "upload", "--non-interactive", "--disable-progress-bar"]
        files = sorted(str(path) for path in folder.glob("*")) or [str(folder / "*")]
        done = subprocess.run([*argv, *files], env=self.environ, capture_output=True, text=True, check=False)
        if done.returncode:
            raise JobFailed(done.stdout + done.stderr)
        return done.stdout


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its expressions replaced."""
    return EXPRESSION.sub(lambda match: values.get(match[1], ""), text)


def hash_files(place: Path, pattern: str) -> str:
    """Return what GitHub's hashFiles gives: one hash over the hashes of the files."""
    digests = [hashlib.sha256(path.read_bytes()).digest() for path in sorted(place.glob(pattern))]
    return hashlib.sha256(b"".join(digests)).hexdigest() if digests else ""


@pytest.fixture(scope="session")
def double() -> ModuleType:
    return forge_double


@pytest.fixture
def make_runner(sample: Any, double: ModuleType, tmp_path: Path) -> Iterator[Callable[[], Runner]]:
    """A released sample, its tag on the remote; each call is a new run of the workflow."""
    with open_index(tmp_path / "index", fallback=configured_index()) as embedded, double.open_forge() as forge:
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
        text = ci.render(survey(sample.folder))[".github/workflows/publish.yml"]
        environ = {
            **os.environ,
            **forge.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "GITHUB_ACTIONS": "true",
            "GITHUB_REF": f"refs/tags/{TAG}",
            "GITHUB_REF_NAME": TAG,
            "CI": "true",
            "TWINE_USERNAME": "__token__",
            "TWINE_PASSWORD": embedded.token,
            "TWINE_REPOSITORY_URL": embedded.index.upload_url,
            "FORGE_TOKEN": double.TOKEN,
        }

        def make() -> Runner:
            folder = tmp_path / f"run-{len(list(tmp_path.iterdir()))}"
            folder.mkdir()
            return Runner(Workflow.parse(text, "publish.yml"), sample.remote, forge, folder, environ)

        yield make


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "dist").iterdir()}


def assets(runner: Runner) -> dict[str, bytes]:
    (release,) = runner.forge.state.releases.values()
    assert not release["draft"]
    return {asset["name"]: runner.forge.state.content[asset["id"]] for asset in release["assets"]}


def swapped(handed: Path) -> None:
    with (handed / "dist" / "demo_sample-1.1.0-py3-none-any.whl").open("ab") as wheel:
        wheel.write(b"x")


def without_sdist(handed: Path) -> None:
    (handed / "dist" / "demo_sample-1.1.0.tar.gz").unlink()


def test_a_tag_is_released_from_validate_to_announce_with_the_bytes_that_validate_hashed_and_no_others(
    make_runner: Callable[[], Runner],
) -> None:
    runner = make_runner()

    runner.run("validate")
    (handed,) = runner.artifacts.values()
    assert {path.name for path in handed.iterdir()} >= {"dist", "manifest.json"}
    assert len(runner.outputs["validate"]["files-hash"]) == 64
    with pytest.raises(JobFailed, match="refused-other-bytes"):
        runner.run("publish-pypi", swapped)
    runner.run("publish-pypi")
    assert "GO" in runner.run("verify")
    runner.run("announce")

    assert assets(runner) == bytes_of(handed)
    (release,) = runner.forge.state.releases.values()
    assert "- A new thing." in release["body"]
    assert "The first." not in release["body"]


def test_a_new_run_after_a_half_publish_sends_the_same_bytes_and_ends_green(
    make_runner: Callable[[], Runner],
) -> None:
    first = make_runner()
    first.run("validate")
    (handed,) = first.artifacts.values()
    first.outputs["validate"]["files-hash"] = hash_files(handed, "dist/*.whl")
    first.run("publish-pypi", without_sdist)

    second = make_runner()
    second.run("validate")
    assert [bytes_of(one) for one in second.artifacts.values()] == [bytes_of(handed)]
    for name in ("publish-pypi", "verify", "announce"):
        second.run(name)
    third = make_runner()
    for name in ("validate", "publish-pypi", "announce"):
        third.run(name)

    assert assets(third) == bytes_of(handed)


def test_a_tag_that_is_not_the_version_fails_the_first_job(make_runner: Callable[[], Runner], sample: Any) -> None:
    sample.git("tag", "-a", "-m", "wrong", "v1.2.0", f"{TAG}^{{commit}}")
    sample.git("push", "-q", "origin", "v1.2.0")
    runner = make_runner()
    runner.environ = {**runner.environ, "GITHUB_REF_NAME": "v1.2.0", "GITHUB_REF": "refs/tags/v1.2.0"}

    with pytest.raises(JobFailed, match="version-differs"):
        runner.run("validate")
    assert not runner.artifacts
