"""A new project on an index whose list of names is as long as PyPI's, in both forms of the page."""

import http.server
import threading
from contextlib import contextmanager

import pytest
from samples_artifacts import wheel

from gonogo.commands.inspect import Question, inspect
from gonogo.index import page
from gonogo.model.errors import CouldNotTell, Status
from gonogo.model.index import Index

MANY = page.TAGS_LIMIT // 2  # names: more than are read of one project's page
NAMES = [f"project-{number}" for number in range(MANY)]
LINKS = "".join(f'<a href="/simple/{name}/">{name}</a>\n' for name in NAMES)
ENTRIES = "".join(f'{{"_last-serial":1,"name":"{name}"}},' for name in NAMES)
JSON = "application/vnd.pypi.simple.v1+json"


def as_json(name):
    return JSON, f'{{"meta":{{"api-version":"1.4"}},"projects":[{ENTRIES}{{"_last-serial":1,"name":"{name}"}}]}}'


def as_html(name):
    return "text/html", f"<html><body>{LINKS}<a href=x>{name}</a></body></html>"


@contextmanager
def index_of(kind, text):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = text.encode() if self.path == "/simple/" else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        yield Index("long", address, f"{address}simple/")
        server.shutdown()


@pytest.mark.parametrize(("form", "name", "found"), [(as_json, "Dem.0", ["name_is_unlike_others"]), (as_html, "x", [])])
def test_a_new_name_on_a_long_list_is_judged(form, name, found, tmp_path):
    with index_of(*form(name)) as index:
        board = inspect([wheel(tmp_path)], Question(index=index))
    assert board.exit_status is (Status.NO_GO if found else Status.GO)
    assert [one.code for one in board.rows[0].findings if one.blocking] == found


@pytest.mark.parametrize(
    ("kind", "body"),
    [(JSON, b'{"projects": [{"name": "demo"}'), ("text/html", b"<a href=x>demo</a><a hr"), ("text/plain", b"demo")],
)
def test_a_list_without_its_end_or_of_another_kind_could_not_be_told(kind, body):
    with pytest.raises(CouldNotTell):
        list(page.names(kind, [body], "x"))


def test_a_name_is_read_across_pieces():
    kind, text = "text/html", b"<html><a href=x>demo</a><A HREF=y> other </A></html>"
    for width in (1, 7, 20):
        pieces = (text[start : start + width] for start in range(0, len(text), width))
        assert list(page.names(kind, pieces, "x")) == ["demo", "other"]
