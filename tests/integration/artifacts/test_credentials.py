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
    ("raised", "told"),
    [
        (exceptions.TrustedPublishingFailure("* `invalid-publisher`: no publisher"), credentials.NoTrustedPublisher),
        (KeyError("errors"), credentials.NoTrustedPublisher),
        (requests.ConnectionError("gone"), CouldNotTell),
        (exceptions.NonInteractive("none"), credentials.NoToken),
    ],
)
def test_every_way_of_finding_no_token_is_one_sentence(monkeypatch, raised, told):
    def fail(self):
        raise raised

    monkeypatch.setattr(Settings, "create_repository", fail)
    with pytest.raises(told):
        credentials.repository(OWN, lambda: None)
