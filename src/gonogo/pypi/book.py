"""The book: every rule of the index, applied to a file as a client would send it, or to a form as it arrives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Refusal:
    """How the index refuses an upload: HTTP status, the message it gives, and the rule's code."""

    status: int
    message: str
    code: str


def refusal(form: Mapping[str, list[str]], filename: str, content: Path) -> Refusal | None:
    """Return the first refusal in the index's own order of judgement, or None where it accepts.

    `form` is the upload's fields, each with all its values; `filename` is the name the client gave to the
    file part; `content` is a file with the sent bytes, of any name.
    """
    raise NotImplementedError((form, filename, content))
