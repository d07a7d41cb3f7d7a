"""Uploading with twine: one file at a time and by hash; after every lost answer the index is asked.

The first file goes alone, since it creates the release and a refusal then leaves nothing public; the others
go side by side. Wheels go before the sdist, so that nobody has to build while the set is not whole.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from requests import Response
    from twine.package import PackageFile
    from twine.repository import Repository

    from gonogo.index.multipart_form import Wire

from gonogo.index.published import look
from gonogo.model.errors import Conflict, CouldNotTell, NoGo, Undecided
from gonogo.model.index import Index
from gonogo.model.manifest import Artifact, Manifest
from gonogo.system import activity
from gonogo.system.activity import waiting
from gonogo.system.address import is_loopback, reach
from gonogo.system.quiet import quiet

CONNECTIONS = 8
ATTEMPTS = 6
FIRST_WAIT = 0.4
LONGEST_WAIT = 30.0
LONGEST_RETRY_AFTER = 300.0
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 522, 524})
FORBIDDEN = frozenset({401, 403})


class UploadRefused(NoGo):
    text = "the index {index} refused {filename} with {code}: {why}"
    hint_text = "fix what it names; files that are already published are not removed; see them with: invoke status"


class TokenRefused(NoGo):
    text = "the index {index} does not let this token upload {filename} ({code}: {why})"
    hint_text = "use a token (or a trusted publisher) of this project there, then type: invoke resume"


class RedirectRefused(NoGo):
    text = "the index {index} redirects uploads ({code}), which is not followed"
    hint_text = "put the final address of the index into [tool.gonogo.indexes]"


class NotUploadable(NoGo):
    text = "twine cannot read {filename}: {why}"
    hint_text = "see what is wrong with it with: nox -s check"


class OtherBytes(Conflict):
    text = "the index {index} already serves {filename} with other bytes"
    hint_text = "an index never accepts a file name twice: release the next version, yank this one if it is wrong"


class UploadLost(Undecided):
    text = "{filename} could not be sent to {index} in {tries} tries: {why}"
    hint_text = "when the index answers again, type: invoke resume"


class Lost(Exception):
    """An attempt whose outcome only the index knows; `after` is the pause in seconds that it asked for."""

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.after = after


@dataclass
class Shipment:
    """One release on its way to one index; `stopped` is set at the first refusal."""

    index: Index
    manifest: Manifest
    token: Callable[[], str | None]
    stopped: threading.Event = field(default_factory=threading.Event)
    own: threading.local = field(default_factory=threading.local)

    def repository(self) -> Repository:
        """Return this thread's connection, opened and given its token when it is first needed."""
        if not hasattr(self.own, "repository"):
            self.renew()
        return self.own.repository  # type: ignore[no-any-return]

    def renew(self) -> None:
        """Open this thread's connection again, with the token asked for anew."""
        from gonogo.index.credentials import repository
        from gonogo.index.multipart_form import Wire

        self.own.repository, self.own.wire = repository(self.index, self.token), Wire()
        self.own.repository.session.stream = True
        reach(self.own.repository.session, self.index.upload_url)
        for scheme in ("http://", "https://"):
            self.own.repository.session.mount(scheme, self.own.wire)

    def carry(self, artifact: Artifact, path: Path) -> None:
        """Bring one file to the index; returns when the index has taken it or shows it with its hash."""
        import stamina

        tries = stamina.retry_context(
            on=pause, attempts=ATTEMPTS, timeout=None, wait_initial=FIRST_WAIT, wait_max=LONGEST_WAIT
        )
        try:
            for attempt in tries:
                with attempt:
                    if self.stopped.is_set() or (attempt.num > 1 and self.took(artifact)):
                        return
                    self.offer(artifact, path)
        except Lost as error:
            if self.has(artifact):
                return
            name = artifact.filename
            raise UploadLost(filename=name, index=self.index.name, tries=ATTEMPTS, why=error) from error

    def offer(self, artifact: Artifact, path: Path) -> None:
        """Send a file once, and once more with a fresh token where the first is not accepted."""
        response = self.post(artifact, path)
        if response.status_code in FORBIDDEN:
            self.renew()
            response = self.post(artifact, path)
        self.read(artifact, response)

    def post(self, artifact: Artifact, path: Path) -> Response:
        """Send a file as twine does; Lost where no answer comes."""
        import requests
        from urllib3.exceptions import HTTPError

        from gonogo.index.multipart_form import TOTAL_SECONDS

        repository = self.repository()
        wire: Wire = self.own.wire
        wire.artifact = artifact
        try:
            with waiting(f"{self.index.name} to take {artifact.filename}", TOTAL_SECONDS):
                return repository.upload(package(artifact, path), max_redirects=1)
        except (requests.RequestException, HTTPError, OSError) as error:
            from gonogo.system.http import reason

            raise Lost(reason(error)) from error

    def read(self, artifact: Artifact, response: Response) -> None:
        """Judge an answer: taken, lost, or refused for good (unless the index shows the same bytes)."""
        from gonogo.index.multipart_form import said

        code, why = response.status_code, said(response)
        named: dict[str, Any] = {
            "index": self.index.name,
            "filename": artifact.filename,
            "code": code,
            "why": why,
        }
        if 200 <= code < 300:
            return
        if 300 <= code < 400:
            raise RedirectRefused(**named)
        if code in AGAIN:
            raise Lost(f"it answers with {code} {why}", retry_after(response))
        if code in FORBIDDEN:
            raise TokenRefused(**named)
        refused = UploadRefused(**named)
        try:
            taken = self.has(artifact)
        except CouldNotTell as error:
            raise refused from error
        if not taken:
            raise refused

    def took(self, artifact: Artifact) -> bool:
        """Return whether the index has the file after all; Lost again while it cannot be asked."""
        try:
            return self.has(artifact)
        except CouldNotTell as error:
            raise Lost(error.sentence) from error

    def has(self, artifact: Artifact) -> bool:
        """Return whether the index serves exactly this file; OtherBytes where it serves another so named."""
        seen = look(self.index, self.manifest)
        if any(one.filename == artifact.filename for one in seen.other):
            raise OtherBytes(index=self.index.name, filename=artifact.filename)
        return artifact in seen.same


def send(index: Index, manifest: Manifest, files: Sequence[Path], token: Callable[[], str | None]) -> None:
    """Upload the files of a manifest; the first refusal, or CouldNotTell, stops what has not begun and is raised."""
    named = {artifact.filename: artifact for artifact in manifest.artifacts}
    waiting = [(named[path.name], path) for path in sorted(files, key=order)]
    shipment = Shipment(index, manifest, token)
    if not is_loopback(urlsplit(index.upload_url).hostname or ""):
        activity.record(f"upload to {index.name}")
    with quiet():
        for artifact, path in waiting[:1]:
            shipment.carry(artifact, path)
        side_by_side(shipment, waiting[1:])


def side_by_side(shipment: Shipment, waiting: Sequence[tuple[Artifact, Path]]) -> None:
    """Carry several files at once; raises the first error once all that had begun has ended."""

    def carry(pair: tuple[Artifact, Path]) -> None:
        try:
            shipment.carry(*pair)
        except BaseException:
            shipment.stopped.set()
            raise

    if waiting:
        with ThreadPoolExecutor(min(CONNECTIONS, len(waiting)), "upload") as pool:
            ended = [pool.submit(carry, pair) for pair in waiting]
        for one in ended:
            one.result()


def package(artifact: Artifact, path: Path) -> PackageFile:
    """Return twine's view of a file; BytesChanged if it is not the judged one; NotUploadable."""
    from zipfile import BadZipFile

    from twine.exceptions import TwineException
    from twine.package import PackageFile

    from gonogo.index.multipart_form import BytesChanged

    try:
        found = PackageFile.from_filename(str(path), None)
    except (TwineException, BadZipFile, KeyError, ValueError) as error:
        raise NotUploadable(filename=artifact.filename, why=error) from error
    if found.sha2_digest != artifact.sha256:
        raise BytesChanged(filename=artifact.filename)
    return found


def order(path: Path) -> tuple[bool, bool, str]:
    """Return the key of the order of upload: wheels that run anywhere, other wheels, the sdist."""
    return not path.name.endswith(".whl"), not path.name.endswith("-any.whl"), path.name


def pause(error: Exception) -> bool | float:
    """Return whether and when a failed attempt is made again: only after a lost answer, and as it asks."""
    if not isinstance(error, Lost):
        return False
    return error.after if error.after is not None else True


def retry_after(response: Response) -> float | None:
    """Return the seconds that an answer asks to wait, five minutes at most; None where it asks nothing."""
    text = response.headers.get("Retry-After", "").strip()
    try:
        seconds = float(text) if text.isdigit() else parsedate_to_datetime(text).timestamp() - time.time()
    except (ValueError, TypeError, IndexError):
        return None
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER)
