"""The form that the book takes for uv's is the one that uv really posts."""

import email
import http.server
import re
import subprocess
import threading

import pytest
from samples_artifacts import sdist, wheel
from uv import find_uv_bin

from gonogo.pypi_rules.artifact import open_artifact
from gonogo.pypi_rules.clients import upload_by

ODD = {
    "Summary": ["one\n   two", "other"],
    "Keywords": "a, b ,c",
    "Project-URL": ["A, https://a.org", "A, https://b.org", "nolabel"],
    "Home-page": "UNKNOWN",
    "X-Odd": "yes",
    "Requires-Python": None,
    "Author": "=?utf-8?q?caf=C3=A9?=",
    "Platform": ["one", "two"],
    "License-File": ["LICENSE", "NOTICE"],
}


@pytest.fixture
def posted():
    """A server that takes every upload, its address, and the forms that came in."""
    forms = []

    class Taker(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
            form = {}
            for part in email.message_from_bytes(head + body).get_payload():
                name = re.search('name="([^"]*)"', part["Content-Disposition"])[1]
                form.setdefault(name, []).append(part.get_payload(decode=True).decode("utf-8", "replace"))
            forms.append(form)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_words):
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Taker)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/legacy/", forms
    server.shutdown()
    thread.join()
    server.server_close()


def publish(path, address):
    words = ["publish", "--no-config", "--publish-url", address, "--token", "x", path.name]
    subprocess.run([find_uv_bin(), *words], cwd=path.parent, check=True, capture_output=True, timeout=60)


@pytest.mark.parametrize("make", [wheel, sdist])
@pytest.mark.parametrize("headers", [{}, ODD], ids=["plain", "odd"])
def test_the_form_is_the_one_that_uv_posts(make, headers, posted, tmp_path):
    address, forms = posted
    path = make(tmp_path, headers=headers)
    publish(path, address)
    (form,) = forms
    del form["content"]
    del form["blake2_256_digest"]  # of the same bytes as sha256; no rule needs both
    uv_only = {"import_names", "import_namespaces"}
    theirs = {name: values for name, values in form.items() if name not in uv_only and values != [""]}
    ours = {name: values for name, values in upload_by("uv", open_artifact(path)).form.items() if values != [""]}
    assert ours == theirs
