"""GitLab's pipeline and Forgejo's workflows, job by job as CI runs them: their own commands, each in its own clone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.doubles import ssh
from tests.doubles.pipelines import FORGES, Pipeline, environ_of, name_of

from gonogo import ci
from gonogo.system.pip_settings import configured_index
from gonogo.test_index import open_index

TAG = "v1.1.0"


@pytest.fixture(params=FORGES)
def double(request: pytest.FixtureRequest) -> Iterator[Any]:
    with FORGES[request.param].open_forge() as running:
        yield running


@pytest.fixture
def pipeline(sample: Any, double: Any, tmp_path: Path) -> Iterator[Pipeline]:
    """The pipeline of a sample with notes, which publishes to an index of this test."""
    with open_index(tmp_path / "index", fallback=configured_index()) as embedded:
        sample.write("requirements/release.txt", "gonogo==1 --hash=sha256:00\n")
        sample.settings(f"""
            [tool.gonogo]
            forge = "{name_of(double)}"
            tests = ["python", "-c", "import demo; demo.main()"]
            pythons = ["3.{sys.version_info.minor}"]

            [tool.gonogo.indexes.company]
            upload = "{embedded.index.upload_url}"
            simple = "{embedded.index.simple_url}"
            """)
        yield Pipeline(sample, double, environ_of(double, embedded), tmp_path, {"remote.origin.url": double.remote})


def files_of(double: Any) -> dict[str, bytes]:
    (release,) = double.state.releases.values()
    if name_of(double) == "forgejo":
        return {one["name"]: double.state.content[one["id"]] for one in release["assets"]}
    return {name: found[-1] for (_, _, name), found in double.state.packages.items()}


def published(pipeline: Pipeline, tag: str) -> str:
    """Run the jobs of the tag one after the other, and return the log of the first."""
    double, path = pipeline.double, ci.provider(pipeline.name).PUBLISH
    double.state.tags[tag] = pipeline.sample.remote_git("rev-parse", f"{tag}^{{commit}}")
    log = pipeline.run(path, "validate", tag)
    pipeline.run(path, "publish-pypi", tag)
    assert "GO" in pipeline.run(path, "verify", tag)
    pipeline.run(path, "announce", tag)
    handed = pipeline.folder / "handed" / "dist"
    assert files_of(double) == {one.name: one.read_bytes() for one in handed.iterdir()}
    return log


def test_a_tag_is_released_from_validate_to_announce(pipeline: Pipeline, sample: Any, double: Any) -> None:
    assert sample.bump("minor").verdict.value == "GO"
    sample.git("push", "-q", "--atomic", "origin", "main", TAG)
    log = published(pipeline, TAG)

    assert ("section_start" if pipeline.name == "gitlab" else "::group::") in log
    assert pipeline.name == "forgejo" or (pipeline.folder / "validate" / "quality.json").read_text() == "[]"
    (release,) = double.state.releases.values()
    assert "- A new thing." in (release.get("description") or release.get("body"))
    if pipeline.name == "gitlab":
        pipeline.run(".gitlab-ci.yml", "release", TAG)


STANDING = {
    "gitlab": (".gitlab/release-pr.yml", ("judge-release", "act-on-release")),
    "forgejo": (".forgejo/workflows/release-pr.yml", ("judge", "act")),
}
MERGED = "Merge branch 'release/next' into 'main'\n\nRelease 1.1.0"


def standing(pipeline: Pipeline) -> str:
    """Run the jobs for what the branch is now, and return the log of the last one."""
    path, jobs = STANDING[pipeline.name]
    return [pipeline.run(path, job, "main") for job in jobs][-1]


def merge(pipeline: Pipeline, *words: str) -> None:
    """Merge the standing request on the forge, which removes its branch."""
    place = pipeline.checkout("forge", "main")
    for command in (
        ["config", "remote.origin.url", str(pipeline.sample.remote)],
        ["checkout", "-q", "main"],
        ["merge", "-q", *words, "origin/release/next"],
        ["push", "-q", "origin", "main", ":release/next"],
    ):
        subprocess.run(["git", *command], cwd=place, check=True, capture_output=True)


def test_a_standing_request_is_opened_updated_merged_and_published_once(
    pipeline: Pipeline, sample: Any, double: Any, tmp_path: Path
) -> None:
    ssh.host(sample, tmp_path, double.SLUG)
    pipeline.settings = {name: sample.git("config", name) for name in ssh.SETTINGS}
    site = "CI_SERVER_URL" if pipeline.name == "gitlab" else "GITHUB_SERVER_URL"
    pipeline.environ = {**pipeline.environ, site: "http://localhost"}
    requests = double.state.requests if pipeline.name == "gitlab" else double.state.pulls
    standing(pipeline)
    sample.write("changelog.d/2.bugfix.md", "Another change.\n")
    sample.commit("src/demo/more.py", "MORE = 1\n")
    sample.git("push", "-q", str(sample.remote), "main")
    standing(pipeline)
    (request,) = requests
    assert request["title"] == "Release 1.1.0"
    assert "Another change." in request.get("description", request.get("body"))
    assert sample.remote_git("tag") == ""

    merge(pipeline, *(("--no-ff", "-m", MERGED) if pipeline.name == "gitlab" else ("--ff-only",)))
    log = standing(pipeline)
    assert sample.remote_git("rev-parse", f"{TAG}^{{commit}}") == sample.remote_git("rev-parse", "main")
    if pipeline.name == "gitlab":
        assert "the pushed tag starts it" in log
        assert {who for method, _, who in double.state.log if method != "GET"} == {"person"}
        assert "job" in {who for method, _, who in double.state.log if method == "GET"}
    else:
        assert double.state.runs == [("publish.yml", TAG)]
    published(pipeline, TAG)
    tag = sample.remote_git("rev-parse", TAG)
    standing(pipeline)
    assert (len(requests), sample.remote_git("rev-parse", TAG), len(double.state.releases)) == (1, tag, 1)
    assert pipeline.name == "gitlab" or len(double.state.runs) == 1
