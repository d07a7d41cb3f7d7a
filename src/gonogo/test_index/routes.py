"""The addresses of the test index and what it answers there, as PyPI does."""

import json
from dataclasses import dataclass
from html import escape
from typing import Any

from bottle import Bottle, HTTPResponse, request, static_file

from gonogo.test_index import json_pages, simple_pages
from gonogo.test_index.errors import MintError, RefusedError
from gonogo.test_index.fallback import Fallback
from gonogo.test_index.store import Store, StoredFile, normalised
from gonogo.test_index.tokens import Tokens
from gonogo.test_index.trusted_publishing import TrustedPublishers
from gonogo.test_index.uploads import Uploads

SIMPLE_OFFERS = (simple_pages.PLAIN_HTML, simple_pages.HTML, simple_pages.JSON)
INTEGRITY = "application/vnd.pypi.integrity.v1+json"

QUARANTINED = "quarantined"  # the status marker of a project whose files are shown to nobody (PEP 792)
TOKEN_LIMIT = 65536  # the most bytes of a request for a token that are read
FRESH = {"Cache-Control": "no-cache"}  # another test index may use the port later: no client may cache a page


@dataclass(frozen=True)
class Routes:
    """The answers of one test index; `own` are names that never pass through, whether they have files or not."""

    store: Store
    tokens: Tokens
    uploads: Uploads
    fallback: Fallback
    publishers: TrustedPublishers | None = None
    own: frozenset[str] = frozenset()

    def app(self) -> Any:
        """Return the WSGI application."""
        app = Bottle()
        app.route("/legacy/", "POST", self.upload)
        app.route("/simple/", "GET", self.root_page)
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
        app.route("/legacy", "POST", lambda: moved("/legacy/", 308))
        app.route("/simple", "GET", lambda: moved("/simple/"))
        app.route("/simple/<name>", "GET", lambda name: moved(f"/simple/{normalised(name)}/"))
        return app

    def upload(self) -> Any:
        """Store a file, or refuse it with the reason in the status line and in the body."""
        try:
            self.uploads.accept(request.environ)
        except RefusedError as error:
            return refused(error.status, error.message)
        return HTTPResponse("", 200)

    def root_page(self) -> Any:
        """List the projects."""
        serial = self.store.last_serial()
        names = sorted(self.store.projects())
        return _simple(simple_pages.root_json(names, serial), simple_pages.root_html(names, serial), serial)

    def simple_page(self, name: str) -> Any:
        """Show one project's files, or send the client to the index behind."""
        if name != normalised(name):
            return moved(f"/simple/{normalised(name)}/")
        serial = self.store.serial(name)
        if serial is None:
            return self._pass_through(name)
        status = self.store.status(name)
        shown = simple_pages.Shown(name, self.shown(name) if status != QUARANTINED else [], status, serial)
        return _simple(simple_pages.project_json(base(), shown), simple_pages.project_html(base(), shown), serial)

    def shown(self, name: str) -> list[StoredFile]:
        """Return the files that a project's page shows, without those that a fault hides."""
        hidden = request.environ.get("gonogo.hidden", frozenset())
        return [file for file in self.store.of(name) if file.filename not in hidden]

    def _pass_through(self, name: str) -> Any:
        if name not in self.own and self.fallback.answers():
            address = f"{(self.fallback.simple_url or '').rstrip('/')}/{name}/"
            return HTTPResponse("", 303, headers={"Location": address})
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
            return moved(f"/pypi/{normalised(name)}/{request.path.removeprefix(f'/pypi/{name}/')}")
        return as_json(page, serial=self.store.serial(normalised(name)))

    def provenance(self, name: str, version: str, filename: str) -> Any:
        """Show the attestations of a file (PEP 740)."""
        if not simple_pages.chosen(request.get_header("Accept", ""), (INTEGRITY, "application/json")):
            return as_json({"message": "Request not acceptable"}, 406)
        file = self.store.get(filename)
        known = file is not None and file in self.store.release(normalised(name), version)
        if file is None or not known or file.provenance is None:
            return as_json({"message": f"No provenance available for {filename}"}, 404)
        return as_json(file.provenance, kind=INTEGRITY)

    def metadata(self, filename: str) -> Any:
        """Serve the core metadata of a wheel (PEP 658)."""
        file = self.store.get(filename)
        if file is None or not file.metadata_sha256:
            return HTTPResponse("404 Not Found", 404)
        text = (self.store.metadata / f"{filename}.metadata").read_bytes()
        return HTTPResponse(text, 200, headers={"Content-Type": "application/octet-stream", **FRESH})

    def download(self, filename: str) -> Any:
        """Serve a file, or the requested range of it."""
        return static_file(filename, root=str(self.store.files), mimetype="application/octet-stream")

    def audience(self) -> Any:
        """Show the audience that an identity token must name."""
        if self.publishers is None:
            return as_json({"message": "Trusted publishing functionality not enabled"}, 403)
        return as_json({"audience": self.publishers.trust.audience})

    def mint(self) -> Any:
        """Exchange an identity token for an upload token."""
        try:
            return as_json(self._minted())
        except MintError as error:
            errors = [{"code": error.code, "description": error.description}]
            return as_json({"message": "Token request failed", "errors": errors}, 422)

    def _minted(self) -> dict[str, Any]:
        if self.publishers is None:
            raise MintError("not-enabled", "Trusted publishing functionality not enabled")
        try:
            payload = json.loads(request.environ["wsgi.input"].read(TOKEN_LIMIT))
        except ValueError as error:
            raise MintError("invalid-payload", "Invalid JSON") from error
        publisher = self.publishers.publisher_for(payload, frozenset(self.store.projects()))
        if publisher.pending and self.store.serial(normalised(publisher.project)) is None:
            self.store.register(publisher.project)
        token, ends = self.tokens.mint(publisher, self.publishers.trust.seconds)
        return {"success": True, "token": token, "expires": ends}


def base() -> str:
    """Return the address of the test index as the client wrote it, without a slash at its end."""
    return f"{request.urlparts.scheme}://{request.urlparts.netloc}"


def moved(path: str, status: int = 301) -> Any:
    """Return a redirect to another path of the test index."""
    return HTTPResponse("", status, headers={"Location": f"{base()}{path}"})


def as_json(page: dict[str, Any], status: int = 200, kind: str = "application/json", serial: int | None = None) -> Any:
    """Return an answer in JSON."""
    serials = {} if serial is None else {"X-PyPI-Last-Serial": str(serial)}
    return HTTPResponse(json.dumps(page), status, headers={"Content-Type": kind, **FRESH, **serials})


def _simple(as_json_text: str, as_html: str, serial: int) -> Any:
    asked = request.query.get("format") or request.get_header("Accept", "")
    kind = simple_pages.chosen(asked, SIMPLE_OFFERS)
    if not kind:
        return HTTPResponse("406 Not Acceptable", 406)
    is_json = kind == simple_pages.JSON
    headers = {"Content-Type": kind if is_json else f"{kind}; charset=UTF-8", **FRESH, "Vary": "Accept"}
    shown = as_json_text if is_json else as_html
    return HTTPResponse(shown, 200, headers={**headers, "X-PyPI-Last-Serial": str(serial)})


def refused(status: int, message: str) -> Any:
    """Return a refusal: its message is the reason phrase, and is repeated in the body."""
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
