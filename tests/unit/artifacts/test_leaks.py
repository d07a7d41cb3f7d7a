"""The kind: a secret is found in whatever file of an artifact it lies, by name or content, and nothing else is."""

from __future__ import annotations

import json
import time
import zipfile

import pytest
from tests.samples import leaks as samples

from gonogo.artifacts import leaks


def found(tmp_path, files):
    path = tmp_path / "demo-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return list(leaks.leaks(path))


@pytest.mark.parametrize("kind", samples.TOKENS)
def test_a_token_of_any_service_is_found_with_its_line_and_is_not_shown(tmp_path, kind):
    token = samples.TOKENS[kind]()
    (one,) = found(tmp_path, {"demo/settings.ini": f"[demo]\ntoken = {token}\n"})
    assert (one.where, one.harmless) == ("demo/settings.ini:2", False)
    assert token not in repr(one)


@pytest.mark.parametrize("kind", ["", "RSA ", "EC ", "ENCRYPTED ", "OPENSSH "])
def test_a_private_key_of_any_kind_is_found(tmp_path, kind):
    (one,) = found(tmp_path, {"demo/data/key.txt": samples.private_key(kind)})
    assert one.what == "holds a private key"


def test_a_private_key_inside_json_is_found(tmp_path):
    text = json.dumps({"type": "service_account", "private_key": samples.private_key("").decode()})
    (one,) = found(tmp_path, {"demo/account.json": text})
    assert one.where == "demo/account.json:1"


def test_a_key_that_two_pieces_share_is_found_once_with_its_line(tmp_path):
    before = b"# line\n" * (leaks.PIECE // 7 - 10)
    (one,) = found(tmp_path, {"demo/long.txt": before + samples.private_key() + b"\n" * leaks.PIECE})
    assert one.line == before.count(b"\n") + 1


@pytest.mark.parametrize("kind", samples.TOKENS)
def test_a_token_in_the_midst_of_bytes_is_found(tmp_path, kind):
    token = samples.TOKENS[kind]().encode()
    (one,) = found(tmp_path, {"demo/data.bin": bytes(range(256)) * 20 + b"\0 = " + token + b"\0\xff" * 99})
    assert not one.harmless


@pytest.mark.parametrize(
    "name", [".env", "demo/.env.production", ".pypirc", "id_ed25519", "certs/own.p12", ".aws/credentials"]
)
def test_a_file_that_is_a_secret_by_its_name_is_found(tmp_path, name):
    (one,) = found(tmp_path, {name: "x"})
    assert (one.where, one.harmless) == (name, False)


@pytest.mark.parametrize("name", [".env.example", "demo/env.py", "id_rsa.pub", "demo/cacert.pem", ".env"])
def test_a_name_alone_of_an_example_a_public_key_or_an_empty_file_is_no_secret(tmp_path, name):
    assert found(tmp_path, {name: "" if name == ".env" else "-----BEGIN CERTIFICATE-----\nMIIB\n"}) == []


def test_code_that_reads_private_keys_holds_none(tmp_path):
    code = "START = '-----BEGIN OPENSSH PRIVATE KEY-----'\nEND = '-----END OPENSSH PRIVATE KEY-----'\n"
    assert found(tmp_path, {"demo/ssh.py": code + "def is_serialised_private_key(text): return START in text\n"}) == []


@pytest.mark.parametrize(
    "name",
    ["tests/data/key.pem", "dummyserver/own.key", "demo/test/test_it.py", "demo/test_client.py", "docs/usage.rst"],
)
def test_a_key_among_tests_or_in_the_documentation_is_advice(tmp_path, name):
    assert [one.harmless for one in found(tmp_path, {name: samples.private_key()})] == [True]


@pytest.mark.parametrize(
    "token", ["ghp_" + "x" * 36, "AKIA" + "IOSFODNN7EXAMPLE", "glpat-" + "ABCDEFGHIJKLMNOPQRSTUVWX"]
)
def test_a_placeholder_is_advice(tmp_path, token):
    assert [one.harmless for one in found(tmp_path, {"demo/readme.txt": token})] == [True]


def test_a_real_token_below_a_placeholder_is_found(tmp_path):
    text = f"# such as ghp_{'x' * 36}\nTOKEN = {samples.github()}\n"
    assert [(one.line, one.harmless) for one in found(tmp_path, {"demo/it.py": text})] == [(2, False)]


@pytest.mark.parametrize("text", [b"T3BlbkFJ sk-", b"ghp_", b"-----BEGIN PRIVATE KEY-----", b"hf_ xoxb-1-", b"x"])
def test_the_search_takes_a_time_in_proportion_to_the_size(tmp_path, text):
    content = text * (500_000 // len(text))
    found(tmp_path, {"demo/warm.txt": text})
    started = time.process_time()
    found(tmp_path, {"demo/data.txt": content})
    assert time.process_time() - started < 2
