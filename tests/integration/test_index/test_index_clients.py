"""pip, uv and twine as they are, against the test index."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
from test_index_kit import UNREACHABLE, Client, form, post, sdist, shown, wheel

from gonogo.test_index import EmbeddedIndex
from gonogo.test_index.embedded import Options


def publish(client: Client, embedded: EmbeddedIndex, *files: Path, check: str = "") -> subprocess.CompletedProcess[str]:
    asked = ["--check-url", check] if check else []
    return client.uv(
        "publish",
        *("--publish-url", embedded.index.upload_url, *asked, *map(str, files)),
        UV_PUBLISH_TOKEN=embedded.token,
    )


def locked(folder: Path, *files: Path) -> str:
    path = folder / "requirements.txt"
    digests = [f"--hash=sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}" for file in files]
    path.write_text(f"tiny==1.0 {' '.join(digests)}\n")
    return str(path)


def test_twine_uploads_and_uploads_again(client: Client, embedded: EmbeddedIndex, dist: Path) -> None:
    files = wheel(dist), sdist(dist)
    for _ in range(2):
        ended = client.twine(embedded, *files)
        assert ended.returncode == 0, ended.stdout + ended.stderr
    assert set(shown(embedded)) == {file.name for file in files}


def test_twine_shows_why_other_bytes_are_refused(client: Client, embedded: EmbeddedIndex, dist: Path) -> None:
    post(embedded, wheel(dist))
    ended = client.twine(embedded, wheel(dist, code="X = 1\n"))
    assert ended.returncode == 1
    assert "File already exists" in ended.stdout + ended.stderr
    assert embedded.token not in ended.stdout + ended.stderr


def test_uv_publishes_and_shows_refusals(client: Client, embedded: EmbeddedIndex, dist: Path) -> None:
    files = wheel(dist), sdist(dist)
    ended = publish(client, embedded, *files, check=embedded.index.simple_url)
    assert ended.returncode == 0, ended.stderr
    assert set(shown(embedded)) == {file.name for file in files}
    again = publish(client, embedded, *files, check=embedded.index.simple_url)
    assert again.returncode == 0
    assert "already exists" in again.stderr
    other = publish(client, embedded, wheel(dist, code="X = 1\n"))
    assert other.returncode == 2
    assert "File already exists" in other.stderr


def test_pip_installs_by_hash_and_downloads(client: Client, embedded: EmbeddedIndex, dist: Path) -> None:
    file = wheel(dist)
    post(embedded, file)
    target = client.folder / "target"
    ended = client.pip(
        *("install", "--index-url", embedded.index.simple_url, "--require-hashes", "--target", str(target)),
        *("-r", locked(client.folder, file)),
    )
    assert ended.returncode == 0, ended.stderr
    assert (target / "tiny.py").read_text() == "VERSION = '1.0'\n"


def test_uv_installs_by_hash(client: Client, embedded: EmbeddedIndex, dist: Path) -> None:
    file = wheel(dist)
    post(embedded, file)
    target = client.folder / "target"
    ended = client.uv(
        *("pip", "install", "--python", sys.executable, "--index-url", embedded.index.simple_url),
        *("--require-hashes", "--target", str(target), "-r", locked(client.folder, file)),
    )
    assert ended.returncode == 0, ended.stderr
    assert (target / "tiny.py").is_file()


def test_pip_and_uv_find_other_names_behind_the_test_index(
    client: Client, opened: Callable[..., EmbeddedIndex], dist: Path
) -> None:
    behind = opened()
    post(behind, wheel(dist, name="other"))
    embedded = opened(fallback=behind.index.simple_url)
    post(embedded, wheel(dist))
    asked = ("--index-url", embedded.index.simple_url, "tiny", "other")
    pip = client.pip("download", "--dest", str(client.folder), *asked)
    assert pip.returncode == 0, pip.stderr
    assert any(one.path.endswith(".whl.metadata") for one in embedded.requests)
    assert {path.name for path in client.folder.glob("*.whl")} == {
        "tiny-1.0-py3-none-any.whl",
        "other-1.0-py3-none-any.whl",
    }
    uv = client.uv("pip", "install", "--python", sys.executable, "--target", str(client.folder / "t"), *asked)
    assert uv.returncode == 0, uv.stderr


def test_an_unreachable_index_behind_stops_neither_uv_nor_pip(
    client: Client, opened: Callable[..., EmbeddedIndex], dist: Path
) -> None:
    embedded = opened(options=Options(fallback=UNREACHABLE))
    ended = publish(client, embedded, wheel(dist), check=embedded.index.simple_url)
    assert ended.returncode == 0, ended.stderr
    asked = ("--index-url", embedded.index.simple_url, "tiny")
    pip = client.pip("download", "--dest", str(client.folder), *asked)
    assert pip.returncode == 0, pip.stderr


def started(*argv: str) -> subprocess.Popen[str]:
    whole = [sys.executable, "-m", "gonogo.test_index", "--alone", *argv]
    return subprocess.Popen(whole, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def announced(child: subprocess.Popen[str]) -> tuple[str, Path]:
    assert child.stdout is not None
    report = json.loads(child.stdout.readline())
    return report["upload_url"], Path(report["token_file"])


def test_the_program_plays_a_scenario(dist: Path) -> None:
    path = wheel(dist)
    with started("--scenario", "unavailable-once") as child, path.open("rb") as content:
        url, token = announced(child)
        auth = ("__token__", token.read_text())
        answer = requests.post(url, data=form(path), files={"content": content}, auth=auth, timeout=20)
        child.communicate("", timeout=20)
    assert answer.status_code == 503


def peak_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="reads /proc")
def test_a_large_file_passes_through_little_memory(client: Client, dist: Path) -> None:
    small, large = wheel(dist), wheel(dist, version="2.0", code="#" * 40_000_000)
    with started() as child:
        url, token = announced(child)
        peaks = []
        for path in (small, large):
            ended = client.uv("publish", "--publish-url", url, str(path), UV_PUBLISH_TOKEN=token.read_text())
            assert ended.returncode == 0, ended.stderr
            peaks.append(peak_kb(child.pid))
        child.communicate("", timeout=20)
    assert peaks[1] - peaks[0] < 20_000


def test_the_test_index_is_a_program_too(client: Client, tmp_path: Path, dist: Path) -> None:
    with started("--folder", str(tmp_path / "kept")) as child:
        url, token = announced(child)
        assert token.stat().st_mode & 0o077 == 0
        ended = client.uv(
            *("publish", "--publish-url", url, str(wheel(dist))),
            UV_PUBLISH_TOKEN=token.read_text(),
        )
        assert ended.returncode == 0, ended.stderr
        assert child.communicate("", timeout=20)[0] == ""
    assert child.returncode == 0
    assert not token.exists()
    assert (tmp_path / "kept" / "files" / "tiny-1.0-py3-none-any.whl").is_file()
