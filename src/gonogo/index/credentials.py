"""Credentials for an upload: found late, in this order, each for its own index, and never shown.

`GONOGO_TOKEN_<NAME>`; `TWINE_USERNAME` and `TWINE_PASSWORD`; the section of `.pypirc` with the index's address; netrc;
then what twine finds by itself: the keyring, or trusted publishing where the CI provider offers it. The embedded index
takes its own token and nothing else."""

from __future__ import annotations

import base64
import configparser
import os
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from gonogo.index.reading import require_safe, variable
from gonogo.model.errors import Conflict, CouldNotTell, GonogoError, NoGo
from gonogo.model.index import Index
from gonogo.system.address import is_loopback
from gonogo.system.secrets import remember

if TYPE_CHECKING:
    from twine.repository import Repository

USER = "__token__"


class NoToken(GonogoError):
    text = "no token is found for the index {index}"
    hint_text = "put one in the keyring (keyring set {address} __token__) or in {variable}"


class BadToken(GonogoError):
    text = "the token for the index {index} {why}; it is not sent"
    hint_text = "copy the token again, whole and without a line break, into {variable} or the keyring"


class OpenPypirc(GonogoError):
    text = "{path} holds passwords and may be read by others (its mode is {mode})"
    hint_text = "type: chmod 600 {path}; or keep the token in the keyring"


class BrokenPypirc(GonogoError):
    text = "{path} is not a configuration that can be read"
    hint_text = "fix it, or keep the token in the keyring"


class NoTrustedPublisher(NoGo):
    text = "trusted publishing to {index} failed: {why}"
    hint_text = "compare repository, workflow file and environment with the publisher registered there"


def repository(index: Index, token: Callable[[], str | None]) -> Repository:
    """Return twine's repository for an index, with credentials asked for now."""
    from twine.settings import Settings
    from twine.utils import DEFAULT_CONFIG_FILE

    require_safe(index)
    require_no_redirection(index)
    user, password = given(index, token)
    if password is None and not index.embedded:
        pypirc = Path(DEFAULT_CONFIG_FILE).expanduser()
        require_private(pypirc)
        named, password = from_pypirc(index, pypirc)
        user = user or named

    def settings(user: str | None) -> Settings:
        return Settings(
            username=user,
            password=password,
            repository_url=index.upload_url,
            non_interactive=True,
            disable_progress_bar=True,
        )

    if password is None and not user:
        user, password = from_netrc(index)
    with refusals(index):
        user = user or settings(None).auth.get_username_from_keyring() or USER
        found = settings(user).create_repository()
        remember(found.session.auth[1] if isinstance(found.session.auth, tuple) else None)
        return found


@contextmanager
def refusals(index: Index) -> Iterator[None]:
    """Say why there are no credentials; NoToken, NoTrustedPublisher, CouldNotTell."""
    from twine import exceptions

    try:
        yield
    except exceptions.NonInteractive as error:
        raise NoToken(index=index.name, address=index.upload_url, variable=variable(index.name)) from error
    except exceptions.TrustedPublishingFailure as error:
        raise NoTrustedPublisher(index=index.name, why=" ".join(str(error).split())) from error
    except (KeyError, ValueError) as error:
        why = "the index answers with something that is not a token"
        raise NoTrustedPublisher(index=index.name, why=why) from error
    except OSError as error:
        what = f"whether {index.name} gives this run a token by trusted publishing"
        raise CouldNotTell(what=what, why=type(error).__name__) from error


def given(index: Index, token: Callable[[], str | None]) -> tuple[str | None, str | None]:
    """Return user name and token as the release's context or the environment gives them; BadToken for a broken one."""
    password = token()
    if password is None and not index.embedded:
        password = os.environ.get("TWINE_PASSWORD")
    if password is not None:
        require_token(index, password)
    user = None if index.embedded else os.environ.get("TWINE_USERNAME") or None
    return user or (USER if password is not None else None), password


def from_pypirc(index: Index, pypirc: Path) -> tuple[str | None, str | None]:
    """Return user name and password of the section whose address is the index's; none where there is none."""
    from twine.utils import get_config, normalize_repository_url

    if not pypirc.is_file():
        return None, None
    try:
        sections = get_config(str(pypirc)).values()
    except (OSError, ValueError, configparser.Error) as error:
        raise BrokenPypirc(path=pypirc) from error
    for section in sections:
        address = str(section.get("repository") or "")
        if address and normalize_repository_url(address).rstrip("/") == index.upload_url.rstrip("/"):
            return section.get("username"), section.get("password")
    return None, None


def from_netrc(index: Index) -> tuple[str | None, str | None]:
    """Return user name and password that netrc holds for the index's host; none where it holds none."""
    from requests.utils import get_netrc_auth

    return get_netrc_auth(index.upload_url) or (None, None)


def require_private(pypirc: Path) -> None:
    """Raise OpenPypirc where a file with passwords is open to others than its owner."""
    if os.name == "nt" or not pypirc.is_file():
        return
    mode = pypirc.stat().st_mode & 0o777
    if mode & 0o077 and b"password" in pypirc.read_bytes():
        raise OpenPypirc(path=pypirc, mode=f"{mode:o}")


def issuer(token: str) -> str:
    """Return the host that issued a token, where the token itself says so: PyPI's are macaroons that do."""
    if not token.startswith("pypi-"):
        return ""
    start = token.removeprefix("pypi-")[:256]
    try:
        content = base64.urlsafe_b64decode(start[: len(start) // 4 * 4])
    except ValueError:
        return ""
    found = content[3 : 3 + content[2]] if content[:2] == b"\x02\x01" and len(content) > 3 else b""
    return found.decode("ascii", "replace") if b"." in found else ""


def require_token(index: Index, token: str) -> None:
    """Raise BadToken for an empty token, one with spaces or control characters, or one of another index."""
    why = "" if token else "is empty"
    if any(letter.isspace() or unicodedata.category(letter).startswith("C") for letter in token):
        why = "holds a space or a line break"
    home, host = issuer(token), urlsplit(index.upload_url).hostname or ""
    if home and not is_loopback(host) and not f".{host}".endswith(f".{home}"):
        why = f"is one of {home}"
    if why:
        raise BadToken(index=index.name, why=why, variable=variable(index.name))


REDIRECTING = ("TWINE_REPOSITORY", "TWINE_REPOSITORY_URL", "UV_PUBLISH_INDEX", "UV_PUBLISH_URL")


class UploadRedirected(Conflict):
    text = "{variable} names another index than {index}, to which this upload is to go"
    hint_text = "unset {variable}, or name that index with --to"


def require_no_redirection(index: Index) -> None:
    """Raise UploadRedirected where a variable names another index; one on this machine is meant whatever it says."""
    if is_loopback(urlsplit(index.upload_url).hostname or ""):
        return
    for redirecting in REDIRECTING:
        given = os.environ.get(redirecting, "")
        if given and given.rstrip("/") not in (index.name, index.upload_url.rstrip("/")):
            raise UploadRedirected(variable=redirecting, index=index.name)
