"""A double of GitHub's runner: the jobs of a rendered workflow, each in a clone of its own, by their own commands.

The actions are stood in for: checkout is a clone of the tag, artifacts are copied as the actions copy them
(no hidden files), and the publish action is twine with the files of its folder. Expressions are evaluated.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gonogo.ci.workflow import Job, Workflow, action, command, inputs

EXPRESSION = re.compile(r"\$\{\{ (.+?) \}\}")
TOKEN = re.compile(r"'(?:[^']|'')*'|&&|\|\||!=|==|!|[(),]|[\w.-]+")
WORDS = {"&&": "and", "||": "or", "!": "not", "!=": "!=", "==": "==", "(": "(", ")": ")", ",": ","}
FUNCTIONS = ("contains", "startsWith", "hashFiles", "cancelled")


class JobFailed(Exception):
    """A step of a job ended with another status than 0."""


@dataclass
class Runner:
    """What runs the jobs of one run at a tag: the remote, the facts of the event, and the stored artifacts."""

    workflow: Workflow
    remote: Path
    forge: Any
    folder: Path
    environ: dict[str, str]
    tag: str
    facts: dict[str, str] = field(default_factory=dict)
    results: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    artifacts: dict[str, Path] = field(default_factory=dict)

    def run_all(self) -> dict[str, str]:
        """Run every job whose condition holds, those that succeeded already left out; return how each ended."""
        waiting = [job for job in self.workflow.jobs if self.results.get(job.id) != "success"]
        for job in waiting:
            self.results.pop(job.id, None)
        while waiting:
            job = next(one for one in waiting if set(one.needs) <= self.results.keys())
            waiting.remove(job)
            condition = str(job.body.get("if", "")).removeprefix("${{").removesuffix("}}").strip()
            fine = all(self.results[one] == "success" for one in job.needs)
            if not ((fine or "cancelled()" in condition) and (not condition or self.value(condition, self.folder))):
                self.results[job.id] = "skipped"
                continue
            try:
                self.run(job.id)
            except JobFailed as error:
                self.results[job.id] = "failure"
                print(error)  # noqa: T201 - pytest shows it beside a test that fails
        return self.results

    def run(self, name: str, tamper: Callable[[Path], None] = lambda _: None) -> str:
        """Run one job; `tamper` meets the downloaded files before the publish action does. Returns its log."""
        job = next(one for one in self.workflow.jobs if one.id == name)
        place = self.folder / f"{name}-{len(list(self.folder.iterdir()))}"
        place.mkdir()
        steps: dict[str, dict[str, str]] = {}
        log = ""
        for step in job.steps:
            if "if" in step and not self.value(step["if"], place, steps):
                continue
            if action(step) == "actions/checkout":
                clone = ["git", "-c", "advice.detachedHead=false", "clone", "-q", "--branch", self.tag]
                subprocess.run([*clone, str(self.remote), str(place)], check=True)
                subprocess.run(["git", "remote", "set-url", "origin", self.forge.remote], cwd=place, check=True)
            elif action(step) == "actions/upload-artifact":
                steps[step.get("id", "")] = {"artifact-id": self.keep(place / inputs(step)["path"])}
            elif action(step) == "actions/download-artifact":
                number = self.filled(inputs(step).get("artifact-ids", str(len(self.artifacts))), place, steps)
                shutil.copytree(self.artifacts[number], place / inputs(step)["path"])
                tamper(place / inputs(step)["path"])
            elif action(step) == "pypa/gh-action-pypi-publish":
                log += self.publish(place / self.filled(inputs(step)["packages-dir"], place, steps))
            elif command(step) and "pip install" not in command(step):
                text, made = self.command(job, step, place, steps)
                log += text
                steps[step.get("id", "")] = made
        given = job.body.get("outputs", {})
        self.outputs[name] = {key: self.filled(text, place, steps) for key, text in given.items()}
        self.results[name] = "success"
        return log

    def value(self, text: str, place: Path, steps: Mapping[str, Mapping[str, str]] | None = None) -> Any:
        """Return what an expression is worth at this point."""
        known = {
            "github.ref": f"refs/tags/{self.tag}",
            **self.facts,
            **{f"needs.{job}.result": result for job, result in self.results.items()},
            **{f"needs.{job}.outputs.{key}": one for job, made in self.outputs.items() for key, one in made.items()},
            **{f"steps.{step}.outputs.{key}": one for step, made in (steps or {}).items() for key, one in made.items()},
        }
        words = [WORDS.get(one) or self.word(one, known) for one in TOKEN.findall(text)]
        given = {
            "contains": lambda whole, part: part in whole,
            "startsWith": lambda whole, part: whole.startswith(part),
            "hashFiles": lambda pattern: hash_files(place, pattern),
            "cancelled": lambda: False,
        }
        return eval(" ".join(words), {"__builtins__": {}}, given)  # noqa: S307 - a workflow of ours

    def word(self, token: str, known: Mapping[str, str]) -> str:
        """Return a literal, a function or a value of an expression as Python has it."""
        if token in FUNCTIONS:
            return token
        return repr(token[1:-1].replace("''", "'") if token[0] == "'" else known.get(token, ""))

    def filled(self, text: str, place: Path, steps: Mapping[str, Mapping[str, str]]) -> str:
        """Return a text with its expressions replaced."""
        return EXPRESSION.sub(lambda match: str(self.value(match[1], place, steps)), text)

    def keep(self, path: Path) -> str:
        """Store an artifact as the action does, without hidden files; fails where there is nothing."""
        number = str(len(self.artifacts) + 1)
        self.artifacts[number] = self.folder.parent / f"artifact-{number}-{len(list(self.folder.parent.iterdir()))}"
        shutil.copytree(path, self.artifacts[number], ignore=shutil.ignore_patterns(".*"))
        return number

    def command(
        self, job: Job, step: Mapping[str, Any], place: Path, steps: Mapping[str, Mapping[str, str]]
    ) -> tuple[str, dict[str, str]]:
        """Run a step's command as the runner does, and return its log and its outputs."""
        given = {**job.body.get("env", {}), **step.get("env", {})}
        output = place.parent / "output"
        output.write_text("")
        environ = {
            **self.environ,
            **{key: self.filled(text, place, steps) for key, text in given.items()},
            "GITHUB_REF": f"refs/tags/{self.tag}",
            "GITHUB_REF_NAME": self.tag,
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(place.parent / "summary"),
        }
        shell = ["bash", "-eo", "pipefail", "-c", command(step)]
        where = place / step.get("working-directory", "")
        done = subprocess.run(shell, cwd=where, env=environ, capture_output=True, text=True, check=False)
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


def hash_files(place: Path, pattern: str) -> str:
    """Return what GitHub's hashFiles gives: one hash over the hashes of the files."""
    digests = [hashlib.sha256(path.read_bytes()).digest() for path in sorted(place.glob(pattern))]
    return hashlib.sha256(b"".join(digests)).hexdigest() if digests else ""


def environ_of(forge: Any, embedded: Any) -> dict[str, str]:
    """Return the variables of a runner with a double of the forge, and an index for the publish action."""
    return {
        **os.environ,
        **forge.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "GITHUB_ACTIONS": "true",
        "CI": "true",
        "TWINE_USERNAME": "__token__",
        "TWINE_PASSWORD": embedded.token,
        "TWINE_REPOSITORY_URL": embedded.index.upload_url,
    }
