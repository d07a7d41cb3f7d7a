"""A double of GitLab's and Forgejo's CI: the jobs of what is rendered, each by its own commands in a clone of its own.

What CI does is stood in for: the clone, with a detached HEAD on GitLab; artifacts, as copies; variables; secrets.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.doubles import forgejo, gitlab

from gonogo import ci
from gonogo.ci.workflow import Workflow, command, load
from gonogo.release.survey import survey

FORGES: dict[str, ModuleType] = {"gitlab": gitlab, "forgejo": forgejo}


class JobFailed(Exception):
    """A command of a job ended with another status than 0."""


def name_of(double: Any) -> str:
    """Return which forge a double is of."""
    return "gitlab" if isinstance(double.state, gitlab.State) else "forgejo"


def environ_of(double: Any, embedded: Any) -> dict[str, str]:
    """Return the variables of every job, with an index for what twine sends."""
    of_forge = {"gitlab": {"GITLAB_CI": "true", "CI_JOB_TOKEN": gitlab.JOB}, "forgejo": {"GITHUB_ACTIONS": "true"}}
    return {
        **os.environ,
        **double.environ,
        **of_forge[name_of(double)],
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "CI": "true",
        "INDEX": "company",
        "CI_SERVER_HOST": "localhost",
        "PYPI_TOKEN": embedded.token,
        "TWINE_REPOSITORY_URL": embedded.index.upload_url,
    }


@dataclass
class Pipeline:
    """The pipeline of a project on a double of its forge; `settings` let git of a job reach the remote."""

    sample: Any
    double: Any
    environ: Mapping[str, str]
    folder: Path
    settings: Mapping[str, str]

    @property
    def name(self) -> str:
        """The forge."""
        return name_of(self.double)

    def jobs(self, path: str) -> dict[str, list[tuple[str, Mapping[str, str]]]]:
        """Return the commands of each job of a file, each with its variables; what installs the tools is left out."""
        text = ci.render(survey(self.sample.folder), self.name, ci.provider(self.name).CHOSEN)[path]
        if self.name == "gitlab":
            jobs = {job: body for job, body in load(text).items() if isinstance(body, dict) and "script" in body}
            given = {job: {"GITLAB_TOKEN": gitlab.TOKEN} if "environment" in body else {} for job, body in jobs.items()}
            return {job: [(line, given[job]) for line in body["script"]] for job, body in jobs.items()}
        return {
            job.id: [
                (command(step), {**job.body.get("env", {}), **step.get("env", {})})
                for step in job.steps
                if command(step) and "pip install" not in command(step)
            ]
            for job in Workflow.parse(text, path).jobs
        }

    def run(self, path: str, name: str, ref: str) -> str:
        """Run the commands of one job of a file for a branch or a tag; returns its log."""
        place = self.checkout(name, ref)
        values = {
            "${{ inputs.index || 'pypi' }}": "company",
            "${{ github.token }}": forgejo.TOKEN,
            "${{ secrets.RELEASE_TOKEN || github.token }}": forgejo.TOKEN,
            "${{ secrets.PYPI_TOKEN }}": self.environ["PYPI_TOKEN"],
        }
        log = ""
        for line, given in self.jobs(path)[name]:
            more = {key: values.get(text, "handed/dist" if key == "DIST" else text) for key, text in given.items()}
            done = subprocess.run(
                ["bash", "-eo", "pipefail", "-c", line],
                cwd=place,
                env={**self.environ, **self.run_of(ref), **more},
                capture_output=True,
                text=True,
                check=False,
            )
            log += done.stdout + done.stderr
            if done.returncode:
                raise JobFailed(f"{line}\n{log}")
        if name in ("validate", "judge", "judge-release"):
            shutil.rmtree(self.folder / "handed", ignore_errors=True)
            shutil.copytree(place / "handed", self.folder / "handed", ignore=shutil.ignore_patterns(".*"))
        return log

    def checkout(self, name: str, ref: str) -> Path:
        """Return a fresh clone at a branch or a tag, with what an earlier job handed on."""
        place = self.folder / name
        shutil.rmtree(place, ignore_errors=True)
        subprocess.run(["git", "clone", "-q", str(self.sample.remote), str(place)], check=True)
        detached = ["--detach"] if self.name == "gitlab" or ref.startswith("v") else []
        for words in (["checkout", "-q", *detached, ref], *(["config", *one] for one in self.settings.items())):
            subprocess.run(["git", *words], cwd=place, check=True)
        if (self.folder / "handed").is_dir() and name not in ("validate", "judge", "judge-release"):
            shutil.copytree(self.folder / "handed", place / "handed")
        return place

    def run_of(self, ref: str) -> dict[str, str]:
        """Return the variables of a run for a branch or a tag."""
        tag = ref if ref.startswith("v") else ""
        if self.name == "gitlab":
            kind = {"CI_COMMIT_TAG": tag} if tag else {"CI_COMMIT_BRANCH": ref}
            commit = self.sample.remote_git("rev-parse", f"{ref}^{{commit}}")
            return {"CI_COMMIT_SHA": commit, "GONOGO_CODE_QUALITY": "quality.json", **kind}
        names = {"GITHUB_REF_NAME": ref, "GITHUB_REF": f"refs/{'tags' if tag else 'heads'}/{ref}"}
        return {"GITHUB_OUTPUT": str(self.folder / "output"), **names}
