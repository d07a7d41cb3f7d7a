"""`gonogo sbom`, typed: the file that it writes is in the wheel that hatchling builds, where PEP 770 wants it."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("cyclonedx")
PATH = "sboms/demo-sample.cdx.json"


def typed(sample, *words):
    program = Path(sys.executable).parent / "gonogo"
    return subprocess.run([program, *words], cwd=sample.folder, capture_output=True, text=True, check=False)


def test_it_is_written_checked_and_built_in(sample):
    sample.write("src/demo/_vendor/vendor.txt", "rich==14.1.0\n")
    done = typed(sample, "sbom")
    assert done.returncode == 0, done.stderr
    assert "[tool.hatch.build.targets.wheel]" in done.stdout
    table = "[tool.hatch.build.targets.wheel]"
    text = (sample.folder / "pyproject.toml").read_text()
    sample.write("pyproject.toml", text.replace(table, f'{table}\nsbom-files = ["{PATH}"]'))

    done = typed(sample, "sbom", "--check")
    assert done.returncode == 0, done.stdout + done.stderr
    words = ["-m", "build", "--wheel", "--no-isolation", "--outdir", "dist"]
    subprocess.run([sys.executable, *words], cwd=sample.folder, check=True, capture_output=True)
    (wheel,) = (sample.folder / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (one for one in archive.namelist() if ".dist-info/sboms/" in one)
        assert archive.read(name) == (sample.folder / PATH).read_bytes()
    sample.write("src/demo/_vendor/vendor.txt", "rich==14.2.0\n")
    assert typed(sample, "sbom", "--check").returncode == 1
