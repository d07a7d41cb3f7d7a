"""The pipeline of several packages on GitLab, and their workflow on Forgejo, job by job as CI runs them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.doubles import forgejo, gitlab
from tests.doubles.workflow_runner import Runner, environ_of

from gonogo.ci.workflow import Workflow, load
from gonogo.commands import init
from gonogo.commands.group.release import OtherIndex

TAGS = ["core-1.1.0", "mail-1.1.0", "shop-1.1.0"]


@pytest.fixture
def hosted(several, request):
    """Packages on a forge, with the files of CI that `init` writes at their root; three of them are released."""
    for name in ("core", "mail", "shop", "tool"):
        several.settings(name, 'publish = "here"\n', "")
    python = f"3.{sys.version_info.minor}"
    several.write("requirements/release.txt", "gonogo==1 --hash=sha256:00\n")
    settings = f'[tool.gonogo]\nforge = "{request.param}"\npythons = ["{python}"]\n'
    several.write("pyproject.toml", f"{several.root}\n{settings}")
    init.apply(init.propose(several.folder, init.Names()))
    several.commit()
    several.push_unjudged("core", "mail", "shop")
    return several


def pushed_tags(hosted):
    """Return the tags of the release, each with its commit, as a forge has them after the push."""
    return {tag: hosted.git("rev-parse", f"{tag}^{{commit}}") for tag in TAGS}


@pytest.mark.parametrize("hosted", ["forgejo", "gitlab"], indirect=True)
def test_an_index_that_the_pipeline_does_not_know_is_refused_before_anything_is_made(hosted):
    hosted.commit("packages/tool/changelog.d/2.bugfix.md")
    with pytest.raises(OtherIndex, match="is ours"):
        hosted.release("tool")


@pytest.mark.parametrize("hosted", ["forgejo"], indirect=True)
def test_one_run_of_forgejo_publishes_all_packages_in_order(hosted, refused, tmp_path):
    with forgejo.open_forge() as forge:
        forge.state.tags |= pushed_tags(hosted)

        def run(tag):
            (tmp_path / tag).mkdir()
            facts = {"github.event_name": "push", "inputs.index": "ours", "github.token": forgejo.TOKEN}
            facts["secrets.PYPI_TOKEN"] = hosted.index.token
            workflow = Workflow.read(hosted.folder / ".forgejo/workflows/publish.yml", "publish.yml")
            return Runner(workflow, hosted.remote, forge, tmp_path / tag, environ_of(forge, hosted.index), tag, facts)

        idle = run(TAGS[0]).run_all()
        assert {name for name, ended in idle.items() if ended != "skipped"} == {"validate"}
        refused.add("mail")
        last = run(TAGS[-1])
        last.run_all()
        assert hosted.served() == TAGS[:1]
        refused.clear()
        assert set(last.run_all().values()) == {"success", "skipped"}
        assert hosted.served() == TAGS
        assert sorted(one["tag_name"] for one in forge.state.releases.values()) == TAGS


@dataclass
class Pipeline:
    """A pipeline of GitLab at a tag: its jobs in clones, each once what it needs has ended well, or all before it."""

    several: Any
    forge: Any
    tag: str
    folder: Path
    ended: dict[str, bool] = field(default_factory=dict)

    def run(self) -> dict[str, bool]:
        """Run what has not ended well yet; return which jobs have."""
        jobs = load((self.several.folder / ".gitlab-ci.yml").read_text())
        known = {
            name: job for name, job in jobs.items() if isinstance(job, dict) and name[0] != "." and "script" in job
        }
        of_tags = {name: job for name, job in known.items() if job.get("stage") in {"validate", "publish", "announce"}}
        for name, job in of_tags.items():
            needs = [one["job"] if isinstance(one, dict) else one for one in job.get("needs", self.before(name))]
            if name != "publish-testpypi" and all(self.ended.get(one, one == "publish-testpypi") for one in needs):
                self.ended[name] = self.ended.get(name) or self.job(name, job["script"])
        return self.ended

    def before(self, name: str) -> list[str]:
        """Return what a job waits for that names no needs."""
        return [] if name == "validate" else [f"verify-{one}" for one in ("core", "tool", "mail", "shop")]

    def job(self, name: str, script: list[str]) -> bool:
        """Run the commands of a job in one shell; return whether they ended well."""
        place = self.folder / f"{name}-{len(list(self.folder.iterdir()))}"
        subprocess.run(["git", "clone", "-q", "--branch", self.tag, str(self.several.remote), str(place)], check=True)
        subprocess.run(["git", "remote", "set-url", "origin", self.forge.remote], cwd=place, check=True)
        if name != "validate" and (self.folder / "handed").is_dir():
            shutil.copytree(self.folder / "handed", place / "handed")
        environ = {
            **os.environ,
            **self.forge.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "CI": "true",
            "GITLAB_CI": "true",
            "INDEX": "ours",
            "CI_PIPELINE_SOURCE": "push",
            "CI_COMMIT_TAG": self.tag,
            "CI_COMMIT_SHA": self.forge.state.tags[self.tag],
            "CI_JOB_TOKEN": gitlab.JOB,
            "CI_PROJECT_DIR": str(place),
            "GONOGO_CODE_QUALITY": "quality.json",
            "PYPI_TOKEN": self.several.index.token,
            "TWINE_REPOSITORY_URL": self.several.index.index.upload_url,
        }
        shell = ["bash", "-eo", "pipefail", "-c", "\n".join(script)]
        done = subprocess.run(shell, cwd=place, env=environ, capture_output=True, text=True, check=False)
        print(name, done.stdout, done.stderr)  # noqa: T201 - pytest shows it beside a test that fails
        if name == "validate" and done.returncode == 0 and any((place / "handed").iterdir()):
            shutil.copytree(place / "handed", self.folder / "handed", ignore=shutil.ignore_patterns(".*"))
        return done.returncode == 0


@pytest.mark.parametrize("hosted", ["gitlab"], indirect=True)
def test_one_pipeline_of_gitlab_publishes_all_packages_in_order(hosted, refused, tmp_path):
    with gitlab.open_forge() as forge:
        forge.state.tags |= pushed_tags(hosted)

        def pipeline(tag):
            (tmp_path / tag).mkdir()
            return Pipeline(hosted, forge, tag, tmp_path / tag)

        assert all(pipeline(TAGS[0]).run().values())
        assert hosted.served() == []
        refused.add("mail")
        last = pipeline(TAGS[-1])
        assert [name for name, ended in last.run().items() if not ended] == ["publish-pypi-mail"]
        assert hosted.served() == TAGS[:1]
        refused.clear()
        assert all(last.run().values())
        assert hosted.served() == TAGS
        assert sorted(forge.state.releases) == TAGS
