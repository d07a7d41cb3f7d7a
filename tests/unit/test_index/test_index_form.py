"""The upload form is read as it arrives, and what is no form is refused."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest

from gonogo.test_index.errors import RefusedError
from gonogo.test_index.form import FIELDS_LIMIT, reading


def part(name: str, value: bytes, filename: str | None = None) -> bytes:
    suffix = f'; filename="{filename}"' if filename is not None else ""
    return f'--b\r\nContent-Disposition: form-data; name="{name}"{suffix}\r\n\r\n'.encode() + value + b"\r\n"


def environ(*parts: bytes, kind: str = "multipart/form-data; boundary=b") -> dict[str, Any]:
    body = b"".join(parts) + b"--b--\r\n"
    return {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}


def refusal(folder: Path, given: dict[str, Any]) -> RefusedError:
    with pytest.raises(RefusedError) as caught, reading(given, folder):
        pass
    return caught.value


def test_fields_are_listed_and_the_file_is_on_disk(tmp_path: Path) -> None:
    content = bytes(range(256)) * 9000
    given = environ(
        part("name", "tïny".encode()),
        part("classifiers", b"One"),
        part("classifiers", b"Two"),
        part("summary", b""),
        part("content", content, "tiny.whl"),
        part("after", b"the file"),
    )
    with reading(given, tmp_path) as form:
        assert form.fields == {"name": ["tïny"], "classifiers": ["One", "Two"], "summary": [""], "after": ["the file"]}
        assert (form.filename, form.size) == ("tiny.whl", len(content))
        assert form.sha256 == hashlib.sha256(content).hexdigest()
        assert form.content.read_bytes() == content
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_taken_away_is_not_missed(tmp_path: Path) -> None:
    with reading(environ(part("content", b"x", "a.whl")), tmp_path) as form:
        form.content.replace(tmp_path / "kept")
    assert (tmp_path / "kept").read_bytes() == b"x"


@pytest.mark.parametrize("kind", ["", "text/plain", "multipart/form-data", "multipart/mixed; boundary=b"])
def test_another_kind_of_body_is_refused(tmp_path: Path, kind: str) -> None:
    assert refusal(tmp_path, environ(part("a", b"b"), kind=kind)).status == 400


def test_a_body_that_ends_early_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    given = environ(part("content", b"x" * 100, "a.whl"))
    given["wsgi.input"] = io.BytesIO(given["wsgi.input"].getvalue()[:-20])
    assert refusal(tmp_path, given).code == "form-broken"
    assert list(tmp_path.iterdir()) == []


def test_text_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, environ(part("name", b"\xff\xfe"))).code == "form-broken"


def test_a_field_that_comes_as_a_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, environ(part("name", b"x", "name.txt"))).code == "field-as-file"


def test_fields_have_a_limit(tmp_path: Path) -> None:
    assert refusal(tmp_path, environ(part("description", b"x" * (FIELDS_LIMIT + 1)))).status == 413
