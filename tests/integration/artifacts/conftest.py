from __future__ import annotations

import base64
import email
import email.policy
import hashlib
import json
import textwrap
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from gonogo.artifacts import builder
from gonogo.artifacts.store import Store
from gonogo.git.repository import Git
from gonogo.model.index import Index
from gonogo.model.location import Layout
from gonogo.model.plan import Plan
from gonogo.model.project import Project
from gonogo.model.settings import Settings
from gonogo.release.contexts import Context


@pytest.fixture
def tiny(tmp_path: Path):
    """A function that writes a tiny project from its files and returns its folder."""

    def write(files: dict[str, str], name: str = "project") -> Path:
        root = tmp_path / name
        for path, text in files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(textwrap.dedent(text), encoding="utf-8")
        return root

    return write


@pytest.fixture(scope="session")
def tiny_wheel(tmp_path_factory) -> Path:
    """The wheel of a tiny pure package, built for real."""
    root = tmp_path_factory.mktemp("tiny")
    (root / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["flit_core>=3.11"]\nbuild-backend = "flit_core.buildapi"\n'
        '[project]\nname = "tiny"\ndynamic = ["version", "description"]\n'
    )
    (root / "tiny.py").write_text('"""A tiny module."""\n__version__ = "0.9"\n')
    return builder.build(root, root / "out", 1_700_000_000)[1]


class Double:
    """A scripted HTTP server on loopback: `answer` returns status, headers and body, or None to hang up."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str, dict[str, str], bytes]] = []
        self.says(404, {}, b"")
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                request = (self.command, self.path, dict(self.headers), body)
                outer.seen.append(request)
                said = outer.answer(request)
                if said is None:
                    self.close_connection = True
                    return
                status, headers, content = said
                self.send_response(status)
                for name, value in {"Content-Length": str(len(content)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)
                if "Content-Length" in headers:
                    self.close_connection = True

            do_GET = do_POST = handle_any  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_: None
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        self.index = Index("double", self.url + "upload/", self.url + "simple/")
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def says(self, *words) -> None:
        """Answer every request alike."""
        self.answer = lambda _: None if words == (None,) else words

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def double():
    server = Double()
    yield server
    server.close()


class SmallIndex(Double):
    """An index that takes and serves files; a fault answers one POST each, `late` looks show nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[str, bytes] = {}
        self.faults: list = []
        self.tokens = {"secret-token"}
        self.late = 0
        self.answer = self.serve

    @property
    def posts(self) -> int:
        return sum(command == "POST" for command, *_ in self.seen)

    def serve(self, request):
        command, path, headers, body = request
        if command == "POST":
            fault = self.faults.pop(0) if self.faults else None
            return fault(self, headers, body) if fault else self.take(headers, body)
        if path.startswith("/files/"):
            return 200, {}, self.held[path.removeprefix("/files/")]
        if self.late > 0 and self.held:
            self.late -= 1
            return 404, {}, b""
        kind = {"Content-Type": "application/vnd.pypi.simple.v1+json"}
        return (200, kind, self.page()) if self.held else (404, {}, b"")

    def page(self) -> bytes:
        files = [
            {
                "filename": name,
                "url": f"/files/{name}",
                "size": len(content),
                "hashes": {"sha256": hashlib.sha256(content).hexdigest()},
            }
            for name, content in self.held.items()
        ]
        page = {"meta": {"api-version": "1.1"}, "name": "x", "files": files, "versions": []}
        return json.dumps(page).encode()

    def take(self, headers, body):
        given = base64.b64decode(headers.get("Authorization", "Basic Og==").split()[1]).decode()
        if given.partition(":")[2] not in self.tokens:
            return 403, {}, b"<html><body>Invalid or non-existent authentication information.</body></html>"
        head = f"Content-Type: {headers['Content-Type']}\n\n".encode()
        parts = email.message_from_bytes(head + body, policy=email.policy.HTTP).get_payload()
        (part,) = (one for one in parts if one.get_param("name", header="Content-Disposition") == "content")
        name, content = part.get_filename(), part.get_payload(decode=True)
        if self.held.get(name, content) != content:
            return 400, {}, b"File already exists."
        self.held[name] = content
        return 200, {}, b""


@pytest.fixture
def small():
    server = SmallIndex()
    yield server
    server.close()


@pytest.fixture
def standing(tmp_path, small, tiny_wheel):
    """A plan and a context of a built release of `tiny` in a real repository, whose index is the small one."""
    root = tmp_path / "repo"
    root.mkdir()
    git = Git(root)
    git("init", "-q", "-b", "main")
    settings = ("-c", "user.name=A", "-c", "user.email=a@b.c")
    git(*settings, "commit", "-q", "--allow-empty", "-m", "one")
    commit = git.resolve("HEAD")
    layout = Layout("flit", "flit_core")
    project = Project(root, "tiny", "0.9", layout, "v{version}", "main", "", "none", "", Settings())
    kept = Store(root / ".git" / "gonogo")
    files = (tiny_wheel.parent / "tiny-0.9.tar.gz", tiny_wheel)
    kept.root.mkdir()
    kept.keep(builder.manifest(files, builder.metadata_of(tiny_wheel), commit, 1_700_000_000), files)
    plan = Plan("tiny", commit, "main", "0.8", "0.9", "", "Release 0.9")
    return plan, Context(root, project, tmp_path / "clone", "", small.index, kept, lambda: "secret-token")


TALKER = {
    "pyproject.toml": """
        [build-system]
        requires = ["flit_core>=3.11"]
        build-backend = "flit_core.buildapi"
        [project]
        name = "talker"
        version = "2.0"
        description = "Talks."
        readme = "README.md"
        requires-python = ">=3.9"
        scripts = { talk = "talker:main" }
        """,
    "README.md": "# Talker\n",
    "talker/__init__.py": "def main():\n    print('usage: talk')\n",
}


@pytest.fixture
def released(tmp_path, small, tiny):
    """A function that builds a project, keeps it, puts it on the small index, and returns plan and context."""

    def release(files: dict[str, str], name: str = "talker", **settings):
        root = tiny(files, "repo")
        git = Git(root)
        git("init", "-q", "-b", "main")
        git("add", "-A")
        git("-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "-q", "-m", "one")
        commit = git.resolve("HEAD")
        layout, said = Layout("flit", "flit_core"), Settings(**settings)
        project = Project(root, name, "2.0", layout, "v{version}", "main", "", "none", "", said)
        made = builder.build(root, tmp_path / "dist", 1_700_000_000)
        kept = Store(root / ".git" / "gonogo")
        kept.root.mkdir()
        kept.keep(builder.manifest(made, builder.metadata_of(made[1]), commit, 1_700_000_000), made)
        small.held.update({path.name: path.read_bytes() for path in made})
        plan = Plan(name, commit, "main", "1.0", "2.0", "", "Release 2.0")
        clone = tmp_path / "clone"
        return plan, Context(root, project, clone, "", small.index, kept, lambda: "secret-token")

    return release


@pytest.fixture
def talker() -> dict[str, str]:
    """The files of a small package with a console script."""
    return dict(TALKER)
