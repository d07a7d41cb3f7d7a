from __future__ import annotations

import base64

import pytest
import requests
from twine import exceptions
from twine.settings import Settings

from gonogo.index import credentials
from gonogo.model.errors import CouldNotTell
from gonogo.model.index import Index

OWN = Index("own", "https://upload.index.example/legacy/", "https://index.example/simple/")


def macaroon(host: str) -> str:
    return "pypi-" + base64.urlsafe_b64encode(b"\x02\x01" + bytes([len(host)]) + host.encode() + b"x" * 40).decode()


def test_a_token_of_another_index_is_refused_and_its_home_named():
    with pytest.raises(credentials.BadToken, match=r"one of elsewhere\.example") as caught:
        credentials.repository(OWN, lambda: macaroon("elsewhere.example"))
    assert "pypi-" not in str(caught.value)


@pytest.mark.parametrize("token", [macaroon("index.example"), "pypi-short", "pypi-!", "plain", "pypi-"])
def test_a_token_of_this_index_or_of_none_is_taken(token):
    assert credentials.repository(OWN, lambda: token).session.auth == ("__token__", token)


@pytest.mark.parametrize(
    ("raised", "message"),
    [
        (exceptions.TrustedPublishingFailure("* `invalid-publisher`: no publisher"), credentials.NoTrustedPublisher),
        (KeyError("errors"), credentials.NoTrustedPublisher),
        (requests.ConnectionError("gone"), CouldNotTell),
        (exceptions.NonInteractive("none"), credentials.NoToken),
    ],
)
def test_every_way_of_finding_no_token_is_one_sentence(monkeypatch, raised, message):
    def fail(self):
        raise raised

    monkeypatch.setattr(Settings, "create_repository", fail)
    with pytest.raises(message):
        credentials.repository(OWN, lambda: None)


PYPIRC = """
[distutils]
index-servers =
    other
    mine

[other]
repository = https://upload.elsewhere.example/legacy/
username = stranger
password = theirs

[mine]
repository = {address}
username = builder
password = secret
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home without credentials, as far as twine and requests look."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    return tmp_path


def write(path, text):
    path.write_text(text)
    path.chmod(0o600)


@pytest.mark.parametrize("address", [OWN.upload_url, OWN.upload_url.rstrip("/")])
def test_the_section_of_pypirc_with_the_address_of_the_index_is_used_and_no_other(home, address):
    """The kind: credentials belong to one index, and are read as twine reads them."""
    write(home / ".pypirc", PYPIRC.format(address=address))
    assert credentials.repository(OWN, lambda: None).session.auth == ("builder", "secret")
    third = Index("third", "https://upload.third.example/", "https://third.example/simple/")
    with pytest.raises(credentials.NoToken):
        credentials.repository(third, lambda: None)


def test_variables_of_twine_come_before_pypirc_and_netrc_after_it(home, monkeypatch):
    write(home / ".netrc", "machine upload.index.example login net password rc\n")
    assert credentials.repository(OWN, lambda: None).session.auth == ("net", "rc")
    write(home / ".pypirc", PYPIRC.format(address=OWN.upload_url))
    assert credentials.repository(OWN, lambda: None).session.auth == ("builder", "secret")
    monkeypatch.setenv("TWINE_USERNAME", "env")
    monkeypatch.setenv("TWINE_PASSWORD", "word")
    assert credentials.repository(OWN, lambda: None).session.auth == ("env", "word")


def test_the_embedded_index_takes_its_own_token_and_nothing_of_the_users(home, monkeypatch):
    embedded = Index("rehearsal", "http://127.0.0.1:9/legacy/", "http://127.0.0.1:9/simple/", embedded=True)
    monkeypatch.setenv("TWINE_USERNAME", "env")
    monkeypatch.setenv("TWINE_PASSWORD", "word")
    write(home / ".netrc", "machine 127.0.0.1 login net password rc\n")
    write(home / ".pypirc", PYPIRC.format(address=embedded.upload_url))
    assert credentials.repository(embedded, lambda: "pypi-own").session.auth == ("__token__", "pypi-own")


def test_a_pypirc_that_cannot_be_read_is_one_sentence(home):
    write(home / ".pypirc", "[distutils\n")
    with pytest.raises(credentials.BrokenPypirc):
        credentials.repository(OWN, lambda: None)
