"""H60 to H65: indexes that answer wrongly, over wires that are not to be trusted."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from gonogo.artifacts.store import digest
from gonogo.index import published, uploader
from gonogo.index import reading as indexes
from gonogo.model.errors import CouldNotTell, GonogoError, Status
from gonogo.model.index import Index
from gonogo.model.manifest import Artifact, Manifest
from gonogo.release import contexts
from gonogo.test_index.faults import Fault, Faults

TOKEN = "-".join(["secret", "token"])


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr(uploader, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(uploader, "LONGEST_WAIT", 0.02)


@pytest.fixture
def release(made, tmp_path):
    path = made.wheel(tmp_path)
    return Manifest("demo", "1.0", "c" * 40, 0, (Artifact(path.name, path.stat().st_size, digest(path)),)), [path]


REFUSALS = [(400, Status.NO_GO), (401, Status.NO_GO), (403, Status.NO_GO), (404, Status.NO_GO), (405, Status.NO_GO),
            (409, Status.NO_GO), (410, Status.NO_GO), (413, Status.NO_GO), (429, Status.UNKNOWN), (500, Status.UNKNOWN),
            (502, Status.UNKNOWN), (503, Status.UNKNOWN), (504, Status.UNKNOWN)]  # fmt: skip


@pytest.mark.parametrize(("status", "ends"), REFUSALS, ids=lambda one: str(int(one)))
def test_h63_every_refusal_of_an_upload_has_its_message_and_nothing_is_public(release, status, ends):
    with contexts.embedded("demo", Faults(Fault("status", on="upload", times=0, status=status))) as target:
        with pytest.raises(GonogoError) as caught:
            uploader.send(target.index, release[0], release[1], target.token)
        assert not published.look(target.index, release[0]).same
    assert caught.value.status is ends
    assert str(status) in caught.value.sentence
    assert release[1][0].name in caught.value.sentence
    assert caught.value.hint


def certificate(folder, name, days):
    """Write a key and a certificate that no authority has signed."""
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, name)])
    start = datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(name))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "pem").write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return folder / "pem"


@pytest.fixture
def tls(tmp_path):
    """A function that starts a server on loopback with a certificate, and gives its index and what it heard."""
    servers = []

    def start(name, days):
        heard = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                heard.append(self.path)

            do_POST = do_GET  # noqa: N815 (the name is http.server's)

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.handle_error = lambda *_: None
        contexts = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        contexts.load_cert_chain(certificate(tmp_path, name, days))
        server.socket = contexts.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        address = f"https://127.0.0.1:{server.server_port}"
        return Index("own", f"{address}/legacy/", f"{address}/simple/"), heard

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("name", "days"),
    [("127.0.0.1", 36500), ("127.0.0.1", 1), ("127.0.0.2", 36500)],
    ids=["self-signed", "expired", "wrong name"],
)
def test_h65_a_certificate_that_is_not_trusted_ends_it_and_no_token_is_sent(tls, release, monkeypatch, name, days):
    index, heard = tls(name, days)
    monkeypatch.setenv("PYTHONHTTPSVERIFY", "0")
    with pytest.raises(CouldNotTell, match="certificate is not trusted"):
        indexes.files(index, "demo")
    with pytest.raises(GonogoError) as caught:
        uploader.send(index, release[0], release[1], lambda: TOKEN)
    assert caught.value.status is Status.UNKNOWN
    assert TOKEN not in caught.value.sentence
    assert heard == []


@pytest.mark.parametrize(
    "address", ["http://index.example/", "https://user:hunter2@index.example/", "ftp://index.example/"]
)
def test_h59_h60_an_address_that_would_show_a_token_is_never_asked(release, address):
    with pytest.raises(indexes.UnsafeAddress) as caught:
        uploader.send(Index("own", address, "https://index.example/simple/"), release[0], release[1], lambda: TOKEN)
    assert "hunter2" not in caught.value.sentence
