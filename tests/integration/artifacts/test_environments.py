from __future__ import annotations

import sys

import pytest

from gonogo.artifacts import environments
from gonogo.system import process


@pytest.fixture(params=["uv", "pip"])
def tool(request, monkeypatch):
    environments.uv_program.cache_clear()
    if request.param == "pip":
        monkeypatch.setattr(environments, "uv_program", lambda: "")
    elif not environments.uv_program():
        pytest.skip("uv is not installed")
    return request.param


def test_an_environment_has_its_own_interpreter_and_installs_a_wheel(tool, tmp_path, tiny_wheel):
    environment = environments.create(tmp_path / "env")
    environment.install("--no-deps", str(tiny_wheel), cwd=tmp_path)
    code = "import sys, tiny; print(sys.prefix, tiny.__version__)"
    said = process.must(process.run([str(environment.python), "-I", "-c", code], tmp_path)).stdout.split()
    assert said == [str(environment.folder), "0.9"]


def test_a_wrong_hash_is_refused(tool, tmp_path, tiny_wheel):
    environment = environments.create(tmp_path / "env")
    (tmp_path / "lock.txt").write_text(f"{tiny_wheel} --hash=sha256:{'0' * 64}\n")
    with pytest.raises(process.CommandFailed):
        environment.install("--no-deps", "--require-hashes", "-r", "lock.txt", cwd=tmp_path)


def test_the_address_of_an_index_is_never_in_an_argument(monkeypatch, tmp_path):
    seen = []

    def run(argv, cwd, env):
        seen.append((argv, env))
        return process.Completed((), 0, "", "")

    monkeypatch.setattr(process, "run", run)
    address = "https://user:word@index.example/simple/"
    environments.Environment(tmp_path).install("x", cwd=tmp_path, index=address)
    argv, env = seen[0]
    assert address not in " ".join(argv)
    assert env["UV_DEFAULT_INDEX"] == env["PIP_INDEX_URL"] == address


def test_a_named_index_is_the_only_one(monkeypatch):
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "https://elsewhere.example/simple/")
    assert "PIP_EXTRA_INDEX_URL" not in environments.sources("https://index.example/simple/")


def test_a_python_that_is_not_there_is_named():
    with pytest.raises(environments.PythonMissing, match=r"2\.99"):
        environments.create(sys.prefix, "2.99")
