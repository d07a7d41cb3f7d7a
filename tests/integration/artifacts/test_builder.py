from __future__ import annotations

import os
import signal
import subprocess
import sys
import tarfile
import time
import warnings
import zipfile

import pytest
from tests.samples.artifacts import FLIT

from gonogo.artifacts import builder
from gonogo.artifacts.backend import BuildFailed, NotBuildable

EPOCH = 1_700_000_000

SETUPTOOLS = {
    "pyproject.toml": """
        [build-system]
        requires = ["setuptools>=77"]
        build-backend = "setuptools.build_meta"
        [project]
        name = "tiny.pkg"
        version = "1.2.3"
        scripts = { tiny = "tiny_pkg:main" }
        """,
    "src/tiny_pkg/__init__.py": "def main(): print('tiny')\n",
}
OWN_BACKEND = {
    "pyproject.toml": """
        [build-system]
        requires = ["flit_core>=3.11"]
        build-backend = "backend"
        backend-path = ["."]
        [project]
        name = "tiny"
        version = "3.0"
        description = "x"
        [tool.flit.sdist]
        include = ["backend.py"]
        """,
    "backend.py": "from flit_core.buildapi import *\nfrom flit_core.buildapi import build_sdist as _s\n"
    "def build_sdist(d, c=None): print('mine'); return _s(d, c)\n",
    "tiny.py": "",
}
SETUP_PY = {
    "setup.py": "from setuptools import setup; setup(name='old', version='2.0', py_modules=['old'])\n",
    "old.py": "",
}


@pytest.fixture
def forked_hook_server() -> None:
    """Nothing: here the hook server is started as it is for a user."""


def test_two_builds_of_setuptools_give_the_same_bytes_under_another_umask(tiny, tmp_path):
    first = builder.build(tiny(SETUPTOOLS), tmp_path / "one", EPOCH)
    before = os.umask(0o077)
    try:
        second = builder.build(tiny(SETUPTOOLS, "other place"), tmp_path / "two", EPOCH)
    finally:
        os.umask(before)
    assert [path.name for path in first] == ["tiny_pkg-1.2.3.tar.gz", "tiny_pkg-1.2.3-py3-none-any.whl"]
    assert builder.artifacts(first) == builder.artifacts(second)


def test_members_carry_one_time_no_owner_and_one_of_two_modes(tiny, tmp_path):
    sdist, wheel = builder.build(tiny(SETUPTOOLS), tmp_path / "out", EPOCH)
    with tarfile.open(sdist) as archive:
        seen = {(m.mtime, m.uid, m.gid, m.uname, m.gname) for m in archive}
        assert seen == {(EPOCH, 0, 0, "", "")}
        assert {m.mode for m in archive} <= {0o644, 0o755}
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert names[0] == "tiny_pkg/__init__.py"
    assert names[-1] == "tiny_pkg-1.2.3.dist-info/RECORD"


@pytest.mark.parametrize(
    ("files", "name", "version"),
    [(FLIT, "tiny", "0.9"), (OWN_BACKEND, "tiny", "3.0"), (SETUP_PY, "old", "2.0")],
)
def test_every_kind_of_build_system_builds_and_shows_its_metadata(tiny, tmp_path, files, name, version):
    files = builder.build(source := tiny(files), tmp_path / "out", EPOCH)
    metadata = builder.metadata(source)
    assert (metadata.name, metadata.version) == (name, version)
    for path in files:
        inside = builder.metadata_of(path)
        assert (inside.name, inside.version) == (name, version)


def test_the_manifest_names_the_tools(tiny, tmp_path):
    files = builder.build(tiny(FLIT), tmp_path / "out", EPOCH)
    manifest = builder.manifest(files, builder.metadata_of(files[1]), "0" * 40, EPOCH, "v0.9")
    names = [artifact.filename for artifact in manifest.artifacts]
    assert names == ["tiny-0.9.tar.gz", "tiny-0.9-py2.py3-none-any.whl"]
    assert manifest.tools["backend"].startswith("flit")
    assert {"gonogo", "build", "python", "zlib"} <= set(manifest.tools)


def test_the_wheel_of_an_sdist_is_the_wheel_that_was_built(tiny, tmp_path):
    sdist, wheel = builder.build(tiny(FLIT), tmp_path / "out", EPOCH)
    again = builder.wheel_from(sdist, tmp_path / "again", EPOCH)
    assert builder.artifacts([again]) == builder.artifacts([wheel])


def test_what_a_backend_warns_of_is_not_printed(tiny, tmp_path):
    old = SETUPTOOLS["pyproject.toml"].replace("scripts =", 'license = { text = "MIT" }\n        scripts =')
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        builder.build(tiny({**SETUPTOOLS, "pyproject.toml": old}), tmp_path / "out", EPOCH)
    assert [str(one.message) for one in heard] == []


def test_a_failing_backend_is_one_sentence_with_what_it_said(tiny, tmp_path):
    files = {**OWN_BACKEND, "backend.py": "def build_sdist(d, c=None): raise SystemExit('no moon tonight')\n"}
    with pytest.raises(BuildFailed) as caught:
        builder.build(tiny(files), tmp_path / "out", EPOCH)
    assert "no moon tonight" in caught.value.sentence
    assert "build_sdist" in caught.value.sentence


def test_the_error_of_a_compiler_is_shown_and_not_the_command_that_failed(tiny, tmp_path):
    printed = "error[E0425]: cannot find value `x`\\n --> src/lib.rs:5:5\\nerror: could not compile `demo`\\n"
    said = "Error: command ['maturin', 'pep517', 'build-wheel', '" + "-" * 400 + "'] returned non-zero exit status 1"
    files = {**OWN_BACKEND, "backend.py": f"def build_sdist(d, c=None): raise SystemExit('{printed}' + {said!r})\n"}
    with pytest.raises(BuildFailed) as caught:
        builder.build(tiny(files), tmp_path / "out", EPOCH)
    assert caught.value.sentence.endswith("failed at build_sdist: error[E0425]: cannot find value `x`")
    assert caught.value.details == ("--> src/lib.rs:5:5", "error: could not compile `demo`")


def test_a_folder_without_a_project_is_named(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(NotBuildable):
        builder.build(tmp_path / "empty", tmp_path / "out", EPOCH)


def test_a_backend_that_cannot_be_imported_is_named(tiny, tmp_path):
    files = {"pyproject.toml": '[build-system]\nrequires = []\nbuild-backend = "nowhere"\n'}
    with pytest.raises(BuildFailed, match="nowhere"):
        builder.build(tiny(files), tmp_path / "out", EPOCH)


def test_a_build_that_is_interrupted_leaves_no_process_behind(tiny, tmp_path):
    slow = "import time\ndef build_sdist(d, c=None):\n    open('started', 'w').close(); time.sleep(60)\n"
    root = tiny({**OWN_BACKEND, "backend.py": slow})
    code = "import signal, sys; from pathlib import Path; from gonogo.artifacts import builder\n"
    code += "from gonogo.cli import report\n"
    code += "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell's background jobs ignore it
    code += "report.board_of('build', lambda: builder.build(Path(sys.argv[1]), Path(sys.argv[2]), 1))"
    argv = [sys.executable, "-c", code, str(root), str(tmp_path / "out")]
    child = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        while not (root / "started").exists():
            time.sleep(0.02)
        child.send_signal(signal.SIGINT)
        said, _ = child.communicate(timeout=20)
        assert child.returncode == 3
        assert said.splitlines()[-1].endswith("invoke status")
        with pytest.raises(ProcessLookupError):
            os.killpg(child.pid, 0)
    finally:
        child.kill()
        child.wait()
