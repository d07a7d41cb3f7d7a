from __future__ import annotations

import os
import re
import shutil
import time

import pytest

from gonogo.artifacts import builder, kept_environments, toolchain
from gonogo.artifacts.environments import sources, uv_program
from gonogo.system import process


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch, tmp_path):
    monkeypatch.setattr(kept_environments, "cache", lambda: tmp_path / "cache")


def test_a_kept_toolchain_is_used_again(tmp_path):
    first = toolchain.kept(["flit_core"], tmp_path)
    assert toolchain.kept(["flit_core"], tmp_path) == first
    assert toolchain.kept([], tmp_path) != first


def test_one_whose_compiling_takes_too_long_is_kept_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(kept_environments, "COMPILE_SECONDS", 0.0)
    first = toolchain.kept(["flit_core"], tmp_path)
    assert toolchain.kept(["flit_core"], tmp_path) == first


def test_one_that_was_never_finished_does_not_count_and_is_swept(tmp_path):
    home = tmp_path / "cache" / kept_environments.key(toolchain.contents([], tmp_path))
    torn = home / "env-torn"
    (torn / "env" / "bin").mkdir(parents=True)
    os.utime(torn, (0, 0))
    made = toolchain.kept([], tmp_path)
    assert made.folder.parent.name != "env-torn"
    assert not torn.exists()


@pytest.mark.parametrize("pointer", ["", "env-gone", "../../../../etc"])
def test_a_broken_pointer_is_made_again(tmp_path, pointer):
    home = tmp_path / "cache" / kept_environments.key(toolchain.contents([], tmp_path))
    toolchain.kept([], tmp_path)
    (home / "ready").write_text(pointer)
    assert toolchain.kept([], tmp_path).python.exists()


def test_a_stale_one_is_made_again(tmp_path):
    first = toolchain.kept([], tmp_path)
    home = tmp_path / "cache" / kept_environments.key(toolchain.contents([], tmp_path))
    old = time.time() - 8 * kept_environments.DAY
    os.utime(home / "ready", (old, old))
    assert toolchain.kept([], tmp_path) != first


@pytest.fixture
def locked(tiny, talker):
    """A project whose build requirements are locked by hash."""
    root = tiny({**talker, "requirements/build.in": "flit_core>=3.11\n"}, "locked")
    if not uv_program():
        pytest.skip("the lock is made with uv")
    lock = ["pip", "compile", "-q", "--generate-hashes", "-o", toolchain.LOCK, "requirements/build.in"]
    process.must(process.run([uv_program(), *lock], root, env=sources("")))
    return root


def test_a_lock_of_build_requirements_is_installed_by_hash(locked, tmp_path):
    assert len(builder.build(locked, tmp_path / "out", 1_700_000_000)) == 2
    lock = locked / toolchain.LOCK
    lock.write_text(re.sub(r"sha256:.{8}", "sha256:00000000", lock.read_text()))
    shutil.rmtree(tmp_path / "out")
    with pytest.raises(process.CommandFailed):
        builder.build(locked, tmp_path / "out", 1_700_000_000)


def test_a_lock_that_lacks_something_is_named(locked, tmp_path):
    text = (locked / "pyproject.toml").read_text().replace('"flit_core>=3.11"', '"flit_core>=3.11", "iniconfig"')
    (locked / "pyproject.toml").write_text(text)
    with pytest.raises(toolchain.NotLocked, match="iniconfig"):
        builder.build(locked, tmp_path / "out", 1_700_000_000)


def test_an_empty_environment_shares_no_file_with_another_and_has_its_own_name(tmp_path):
    one, other = (kept_environments.empty(tmp_path / name) for name in ("one", "other"))
    assert one.distributions.keys() <= {"pip"}
    assert all(path.stat().st_nlink == 1 for path in one.folder.rglob("*") if path.is_file() and not path.is_symlink())
    said = process.must(process.run([str(one.python), "-c", "import sys; print(sys.prefix)"], tmp_path)).stdout
    assert said.strip() == str(one.folder)
    one.install("iniconfig", cwd=tmp_path)
    assert "iniconfig" not in kept_environments.empty(tmp_path / "third").distributions | other.distributions


def test_a_place_is_used_again_and_is_clean_each_time(tmp_path):
    with kept_environments.place() as first, kept_environments.place() as second:
        assert first != second
        first.mkdir()
        (first / "left").touch()
    assert not first.exists()
    first.mkdir()
    with kept_environments.place() as again:
        assert again == first
        assert not again.exists()


def test_a_run_that_finds_no_place_free_uses_a_temporary_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(kept_environments, "PLACES", 0)
    with kept_environments.place() as place:
        assert not place.is_relative_to(tmp_path / "cache")


def test_a_copy_is_an_environment_of_its_own(tmp_path):
    kept = toolchain.kept(["build"], tmp_path)
    copied = kept_environments.copy(kept, tmp_path / "copied")
    said = process.must(process.run([str(copied.scripts / "pyproject-build"), "--version"], tmp_path)).stdout
    assert str(copied.folder) in said
    (copied.folder / "mark").touch()
    assert not (kept.folder / "mark").exists()
    assert str(copied.folder) not in (kept.scripts / "pyproject-build").read_text()
    copied.install("--reinstall" if uv_program() else "--force-reinstall", "build", cwd=tmp_path)
    assert process.run([str(kept.scripts / "pyproject-build"), "--version"], tmp_path).code == 0


def test_pins_choose_the_versions_and_one_that_has_them_already_is_used(tmp_path):
    usual = toolchain.kept(["flit_core"], tmp_path)
    (newest,) = (one for one in toolchain.versions(usual) if one.startswith("flit-core=="))
    assert toolchain.pinned(["flit_core"], [newest], tmp_path) == usual
    older = toolchain.pinned(["flit_core"], ["flit-core==3.11.0"], tmp_path)
    assert "flit-core==3.11.0" in toolchain.versions(older)


def test_where_pins_cannot_be_installed_none_hold(tmp_path):
    usual = toolchain.kept(["flit_core"], tmp_path)
    assert toolchain.pinned(["flit_core"], ["flit-core==0.0.0.dev99"], tmp_path) == usual
    assert toolchain.pinned(["flit_core"], [], tmp_path, "1980-01-01T00:00:00Z") == usual
