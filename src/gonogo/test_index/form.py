"""The upload form, parsed by `multipart` as it arrives: fields go to memory, the file goes to disk and is hashed."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from gonogo.test_index.connection import CHUNK
from gonogo.test_index.errors import RefusedError

if TYPE_CHECKING:
    from multipart import MultipartSegment

FIELDS_LIMIT = 16_000_000  # the largest size, in bytes, of all text fields of a form together
FILE_PARTS = frozenset({"content", "gpg_signature"})  # the parts that may be files


@dataclass
class Form:
    """An upload as the client sent it: text fields, and the file `content` under the name that the client gave."""

    content: Path
    fields: dict[str, list[str]] = field(default_factory=dict)
    filename: str = ""
    content_type: str = ""
    size: int = 0
    sha256: str = ""

    def first(self, key: str) -> str:
        """Return the first value of a field, or an empty text."""
        return next(iter(self.fields.get(key, [])), "")


@contextmanager
def reading(environ: Mapping[str, Any], folder: Path) -> Iterator[Form]:
    """Read a form, its file into `folder`, and remove that unless somebody moved it; RefusedError if it is none."""
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as target:
        form = Form(Path(target.name))
        try:
            _Reader(form, target).read(environ)
            target.close()
            yield form
        finally:
            form.content.unlink(missing_ok=True)


class _Reader:
    """Stores what the parser finds."""

    def __init__(self, form: Form, target: IO[bytes]) -> None:
        self.form = form
        self.target = target
        self.sha256 = hashlib.sha256()
        self.segment: MultipartSegment | None = None
        self.value: list[bytes] = []
        self.text_size = 0

    def read(self, environ: Mapping[str, Any]) -> None:
        from multipart import MultipartError, PushMultipartParser

        length = int(environ.get("CONTENT_LENGTH") or 0)
        try:
            with PushMultipartParser(_boundary(environ), content_length=length) as parser:
                while not parser.closed:
                    for event in parser.parse(environ["wsgi.input"].read(CHUNK)):
                        self.take(event)
        except (MultipartError, UnicodeDecodeError) as error:
            raise RefusedError(400, "Invalid form data.", "form-broken") from error

    def take(self, event: Any) -> None:
        if event is None:
            self.end_part()
        elif isinstance(event, (bytes, bytearray)):
            self.take_bytes(bytes(event))
        else:
            self.segment = event
            if event.filename is not None and event.name not in FILE_PARTS:
                raise RefusedError(400, f"{event.name}: Should not be a tuple.", "field-as-file")
            if event.name == "content":
                self.form.filename = event.filename or ""
                self.form.content_type = event.content_type or ""

    def take_bytes(self, chunk: bytes) -> None:
        if self.segment is not None and self.segment.name == "content":
            self.sha256.update(chunk)
            self.target.write(chunk)
            return
        self.text_size += len(chunk)
        if self.text_size > FIELDS_LIMIT:
            raise RefusedError(413, "Request body too large", "form-too-large")
        self.value.append(chunk)

    def end_part(self) -> None:
        if self.segment is None:
            return
        if self.segment.name == "content":
            self.form.size = self.segment.bytes_received
            self.form.sha256 = self.sha256.hexdigest()
        else:
            text = b"".join(self.value).decode("utf-8")
            self.form.fields.setdefault(self.segment.name or "", []).append(text)
        self.value = []


def _boundary(environ: Mapping[str, Any]) -> str:
    from multipart import parse_options_header

    kind, options = parse_options_header(environ.get("CONTENT_TYPE", ""))
    if kind != "multipart/form-data" or not options.get("boundary"):
        raise RefusedError(400, "Invalid form data.", "form-broken")
    return str(options["boundary"])
