from __future__ import annotations

import os

from gonogo.artifacts import environments
from gonogo.system import pip_settings


def test_the_environment_comes_first(monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "https://one.example/simple")
    assert pip_settings.configured_index() == "https://one.example/simple"


def test_a_configuration_file_is_read(monkeypatch, tmp_path):
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    (tmp_path / "pip.conf").write_text("[global]\nindex-url = https://two.example/%7Esimple\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    assert pip_settings.configured_index() == "https://two.example/%7Esimple"


def test_no_configuration_is_no_index(monkeypatch):
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    assert pip_settings.configured_index() == ""


def test_a_broken_file_is_no_index(tmp_path):
    (tmp_path / "pip.conf").write_bytes(b"\xff\xfe[")
    assert pip_settings.value_in(tmp_path / "pip.conf", "index-url") == ""


def test_the_certificates_that_pip_trusts_are_given_to_uv(tmp_path, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("PIP_CERT", "/certificates.pem")
    assert environments.sources("")["SSL_CERT_FILE"] == "/certificates.pem"


def test_certificates_that_are_named_already_stay(monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", "/mine.pem")
    monkeypatch.setenv("PIP_CERT", "/certificates.pem")
    assert environments.sources("")["SSL_CERT_FILE"] == "/mine.pem"
