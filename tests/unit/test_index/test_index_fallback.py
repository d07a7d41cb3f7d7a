"""The index behind the test index is asked before anyone is sent there."""

from __future__ import annotations

import socket

import pytest

from gonogo.index.pip_index import pip_index
from gonogo.test_index.fallback import Fallback

PROXIES = ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY")


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)


def test_without_an_index_behind_nothing_passes_through() -> None:
    assert not Fallback(None).answers()


def test_an_index_that_takes_connections_answers_and_is_asked_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        fallback = Fallback(f"http://127.0.0.1:{server.getsockname()[1]}/simple/")
        assert fallback.answers()
    assert fallback.answers()


def test_an_index_that_takes_none_does_not() -> None:
    assert not Fallback("http://127.0.0.1:9/simple/").answers()


def test_behind_a_proxy_the_proxy_has_to_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.getsockname()[1]}")
        assert Fallback("http://elsewhere.invalid/simple/").answers()


def test_pip_index_is_the_configured_one_else_the_public_one(monkeypatch: pytest.MonkeyPatch) -> None:
    from pypi_simple import PYPI_SIMPLE_ENDPOINT

    monkeypatch.setenv("PIP_INDEX_URL", "https://one.example/simple")
    assert pip_index() == "https://one.example/simple"
    monkeypatch.delenv("PIP_INDEX_URL")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    assert pip_index() == PYPI_SIMPLE_ENDPOINT
