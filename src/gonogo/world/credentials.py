"""Credentials for an upload: found late, in this order, and never shown.

The world's own token, `TWINE_PASSWORD`, then what twine finds by itself: the keyring, or trusted publishing
where the CI provider offers it.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from twine.repository import Repository

from gonogo.model.errors import GonogoError, Status
from gonogo.model.index import Index
from gonogo.world.index import require_safe, variable

USER = "__token__"


class NoToken(GonogoError):
    """No token is found for an index."""

    text = "no token is found for the index {index}"
    hint_text = "put one in the keyring (keyring set {address} __token__) or in {variable}"


class BadToken(GonogoError):
    """A token is empty or holds characters that no token has."""

    text = "the token for the index {index} {why}; it is not sent"
    hint_text = "copy the token again, whole and without a line break, into {variable} or the keyring"


class NoTrustedPublisher(GonogoError):
    """Trusted publishing was tried and refused."""

    status = Status.NO_GO
    text = "trusted publishing to {index} failed: {why}"
    hint_text = "compare repository, workflow file and environment with the publisher registered there"


def repository(index: Index, token: Callable[[], str | None]) -> Repository:
    """Return twine's repository for an index, with credentials asked for now."""
    from twine import exceptions
    from twine.settings import Settings

    require_safe(index)
    user, password = given(index, token)
    settings = Settings(
        username=user, password=password, repository_url=index.upload_url,
        non_interactive=True, disable_progress_bar=True,
    )
    try:
        return settings.create_repository()
    except exceptions.NonInteractive as error:
        raise NoToken(index=index.name, address=index.upload_url, variable=variable(index.name)) from error
    except exceptions.TrustedPublishingFailure as error:
        raise NoTrustedPublisher(index=index.name, why=" ".join(str(error).split())) from error


def given(index: Index, token: Callable[[], str | None]) -> tuple[str, str | None]:
    """Return user name and token as the world or the environment gives them; BadToken for a broken one."""
    password = token()
    if password is None:
        password = os.environ.get("TWINE_PASSWORD")
    if password is not None:
        require_token(index, password)
    return os.environ.get("TWINE_USERNAME") or USER, password


def require_token(index: Index, token: str) -> None:
    """Raise BadToken for an empty token, or one with spaces or control characters."""
    why = "" if token else "is empty"
    if any(letter.isspace() or unicodedata.category(letter).startswith("C") for letter in token):
        why = "holds a space or a line break"
    if why:
        raise BadToken(index=index.name, why=why, variable=variable(index.name))
