"""The test index's addresses: those that the index answers in its own way, and behind them pypiserver's.

pypiserver lists the files' folder and mends addresses; its bottle routes requests and serves downloads.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from typing import Any

from gonogo.test_index import accept, json_pages, simple_pages
from gonogo.test_index.download import Part
from gonogo.test_index.fallback import Fallback
from gonogo.test_index.held import Held, normalised
from gonogo.test_index.refusal import RefusedError
from gonogo.test_index.store import Store
from gonogo.test_index.tokens import Tokens
from gonogo.test_index.trusted_publishing import Exchange, MintError
from gonogo.test_index.uploads import Intake
from gonogo.test_index.web import Bottle, HTTPResponse, parse_range_header, pypiserver, request, static_file

SIMPLE_OFFERS = (accept.PLAIN_HTML, accept.HTML, accept.JSON)
INTEGRITY = "application/vnd.pypi.integrity.v1+json"
BEHIND = frozenset({"/", "/simple", "/simple/:project", "/packages", "/packages/"})
"""What pypiserver answers itself: its welcome, its listing, and addresses that lack their slash."""

QUARANTINED = "quarantined"
"""The status marker of a project whose files are shown to nobody (PEP 792)."""

TOKEN_LIMIT = 65536
"""Bytes of a request for a token that are read at the most."""


@dataclass(frozen=True)
class Routes:
    """The answers of one embedded; `own` are names that never pass through, held or not."""

    store: Store
    tokens: Tokens
    intake: Intake
    fallback: Fallback
    exchange: Exchange | None = None
    own: frozenset[str] = frozenset()

    def app(self) -> Any:
        """Return the WSGI application: our routes before those of pypiserver."""
        behind = pypiserver.app(
            roots=[self.store.files],
            backend_arg="simple-dir",
            authenticate=["update"],
            auther=lambda _user, _password: False,
            disable_fallback=True,
            hash_algo=None,
        )
        app = Bottle()
        app.route("/legacy", "POST", self.moved)
        app.route("/simple/<name>/", "GET", self.simple_page)
        for end in ("", "/"):
            app.route(f"/pypi/<name>/json{end}", "GET", self.project_page)
            app.route(f"/pypi/<name>/<version>/json{end}", "GET", self.release_page)
        app.route("/integrity/<name>/<version>/<filename>/provenance", "GET", self.provenance)
        app.route("/packages/<filename>.metadata", "GET", self.metadata)
        app.route("/packages/<filename>", "GET", self.download)
        app.route("/_/oidc/audience", "GET", self.audience)
        app.route("/_/oidc/mint-token", "POST", self.mint)
        app.route("/_/oidc/github/mint-token", "POST", self.mint)
        self._behind(app, behind)
        app.route("/legacy/", "POST", self.upload)
        app.route("/simple/", "GET", self.root_page)
        return app

    def _behind(self, app: Any, behind: Any) -> None:
        app.merge([route for route in behind.routes if route.rule in BEHIND and route.method == "GET"])

    def upload(self) -> Any:
        """Take a file in, or refuse it with the reason in the status line and in the body."""
        try:
            self.intake.take(request.environ)
        except RefusedError as error:
            return refused(error.status, error.message)
        return HTTPResponse("", 200)

    def moved(self) -> Any:
        """Tell a client that forgot the slash."""
        return HTTPResponse("", 308, headers={"Location": f"{base()}/legacy/"})

    def root_page(self) -> Any:
        """List the projects."""
        serial = self.store.last_serial()
        names = sorted(self.store.projects())
        return _simple(simple_pages.root_json(names, serial), simple_pages.root_html(names, serial), serial)

    def simple_page(self, name: str) -> Any:
        """Show one project's files, or send the client to the index behind."""
        if name != normalised(name):
            return HTTPResponse("", 301, headers={"Location": f"{base()}/simple/{normalised(name)}/"})
        serial = self.store.serial(name)
        if serial is None:
            return self._elsewhere(name)
        status = self.store.status(name)
        shown = simple_pages.Shown(name, self.shown(name) if status != QUARANTINED else [], status, serial)
        return _simple(simple_pages.project_json(base(), shown), simple_pages.project_html(base(), shown), serial)

    def shown(self, name: str) -> list[Held]:
        """Return the files that a project's page shows, less those which a fault hides."""
        hidden = request.environ.get("gonogo.hidden", frozenset())
        return [held for held in self.store.of(name) if held.filename not in hidden]

    def _elsewhere(self, name: str) -> Any:
        if name not in self.own and self.fallback.answers():
            return HTTPResponse("", 303, headers={"Location": _below(self.fallback.simple_url or "", name)})
        return HTTPResponse("404 Not Found", 404, headers={"Content-Type": "text/plain; charset=UTF-8"})

    def project_page(self, name: str) -> Any:
        """Show a project as JSON."""
        return self._json_page(name, json_pages.page(self.store, base(), normalised(name)))

    def release_page(self, name: str, version: str) -> Any:
        """Show a release as JSON."""
        return self._json_page(name, json_pages.release_page(self.store, base(), normalised(name), version))

    def _json_page(self, name: str, page: dict[str, Any] | None) -> Any:
        if page is None or self.store.status(normalised(name)) == QUARANTINED:
            return as_json({"message": "Not Found"}, 404)
        if name != normalised(name):
            rest = request.path.removeprefix(f"/pypi/{name}/")
            return HTTPResponse("", 301, headers={"Location": f"{base()}/pypi/{normalised(name)}/{rest}"})
        return as_json(page, serial=self.store.serial(normalised(name)))

    def provenance(self, name: str, version: str, filename: str) -> Any:
        """Show the attestations of a file (PEP 740)."""
        if not accept.chosen(request.get_header("Accept", ""), (INTEGRITY, "application/json")):
            return as_json({"message": "Request not acceptable"}, 406)
        held = self.store.get(filename)
        known = held is not None and held in self.store.release(normalised(name), version)
        if held is None or not known or held.provenance is None:
            return as_json({"message": f"No provenance available for {filename}"}, 404)
        return as_json(held.provenance, kind=INTEGRITY)

    def metadata(self, filename: str) -> Any:
        """Serve the core metadata of a wheel (PEP 658)."""
        held = self.store.get(filename)
        if held is None or not held.metadata_sha256:
            return HTTPResponse("404 Not Found", 404)
        text = (self.store.metadata / f"{filename}.metadata").read_bytes()
        return HTTPResponse(text, 200, headers={"Content-Type": "application/octet-stream", **FRESH})

    def download(self, filename: str) -> Any:
        """Serve a file, or the range of it that is asked for."""
        asked = request.get_header("Range", "")
        path = self.store.files / filename
        if not asked or self.store.get(filename) is None:
            return static_file(filename, root=str(self.store.files), mimetype="application/octet-stream")
        size = path.stat().st_size
        start, end = next(parse_range_header(asked, size), (0, 0))
        if start == end:
            return HTTPResponse("", 416, headers={"Content-Range": f"bytes */{size}"})
        headers = {"Content-Range": f"bytes {start}-{end - 1}/{size}", "Content-Length": str(end - start)}
        body = "" if request.method == "HEAD" else Part(path, start, end)
        return HTTPResponse(body, 206, headers={**headers, "Content-Type": "application/octet-stream"})

    def audience(self) -> Any:
        """Tell for whom an identity token has to be made."""
        if self.exchange is None:
            return as_json({"message": "Trusted publishing functionality not enabled"}, 403)
        return as_json({"audience": self.exchange.trust.audience})

    def mint(self) -> Any:
        """Exchange an identity token for an upload token."""
        try:
            return as_json(self._minted())
        except MintError as error:
            errors = [{"code": error.code, "description": error.description}]
            return as_json({"message": "Token request failed", "errors": errors}, 422)

    def _minted(self) -> dict[str, Any]:
        if self.exchange is None:
            raise MintError("not-enabled", "Trusted publishing functionality not enabled")
        try:
            payload = json.loads(request.environ["wsgi.input"].read(TOKEN_LIMIT))
        except ValueError as error:
            raise MintError("invalid-payload", "Invalid JSON") from error
        publisher = self.exchange.publisher_for(payload, frozenset(self.store.projects()))
        if publisher.pending and self.store.serial(normalised(publisher.project)) is None:
            self.store.register(publisher.project)
        token, ends = self.tokens.mint(publisher, self.exchange.trust.seconds)
        return {"success": True, "token": token, "expires": ends}


FRESH = {"Cache-Control": "no-cache"}
"""A test index's port is used by another embedded tomorrow: nothing may be kept unasked."""


def base() -> str:
    """Return the test index's own address as the client wrote it, without a slash at its end."""
    return f"{request.urlparts.scheme}://{request.urlparts.netloc}"


def _below(simple_url: str, name: str) -> str:
    return f"{simple_url.rstrip('/')}/{name}/"


def as_json(page: dict[str, Any], status: int = 200, kind: str = "application/json", serial: int | None = None) -> Any:
    """Return an answer in JSON."""
    headers = {
        "Content-Type": kind,
        **FRESH,
        **({} if serial is None else {"X-PyPI-Last-Serial": str(serial)}),
    }
    return HTTPResponse(json.dumps(page), status, headers=headers)


def _simple(as_json_text: str, as_html: str, serial: int) -> Any:
    asked = request.query.get("format") or request.get_header("Accept", "")
    kind = accept.chosen(asked, SIMPLE_OFFERS)
    if not kind:
        return HTTPResponse("406 Not Acceptable", 406)
    shown = as_json_text if kind == accept.JSON else as_html
    headers = {
        "Content-Type": kind if kind == accept.JSON else f"{kind}; charset=UTF-8",
        **FRESH,
        "Vary": "Accept",
    }
    return HTTPResponse(shown, 200, headers={**headers, "X-PyPI-Last-Serial": str(serial)})


def refused(status: int, message: str) -> Any:
    """Return a refusal: its message is the reason phrase, and stands in the body too."""
    line = " ".join(message.split())
    reason = line.encode("latin-1", "replace").decode("latin-1")
    if "html" not in request.get_header("Accept", ""):
        body, kind = f"{status} {line}\n\n{line}\n", "text/plain; charset=UTF-8"
    else:
        title = escape(f"{status} {line}")
        body = (
            f"<html>\n <head>\n  <title>{title}</title>\n </head>\n <body>\n"
            f"  <h1>{title}</h1>\n  {escape(line)}\n </body>\n</html>\n"
        )
        kind = "text/html; charset=UTF-8"
    return HTTPResponse(body, f"{status} {reason}", headers={"Content-Type": kind})
