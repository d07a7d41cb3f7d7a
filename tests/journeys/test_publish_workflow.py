"""The rendered publish workflow, job by job as CI runs it: its own commands, each job in a clone of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.doubles import forge as forge_double
from tests.doubles.workflow_runner import JobFailed, Runner, environ_of, hash_files

from gonogo import ci
from gonogo.ci.workflow import Workflow
from gonogo.release.survey import survey
from gonogo.system.pip_settings import configured_index
from gonogo.test_index import open_index

TAG = "v1.1.0"


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
        facts = {"inputs.index": "company", "github.token": double.TOKEN}
        environ = environ_of(forge, embedded)

        def make() -> Runner:
            folder = tmp_path / f"run-{len(list(tmp_path.iterdir()))}"
            folder.mkdir()
            return Runner(Workflow.parse(text, "publish.yml"), sample.remote, forge, folder, environ, TAG, facts)

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
    runner.tag = "v1.2.0"

    with pytest.raises(JobFailed, match="version-differs"):
        runner.run("validate")
    assert not runner.artifacts
