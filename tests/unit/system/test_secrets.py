"""One definition of a secret: it is masked in every spelling in which a program, a log or a URL may echo it."""

from __future__ import annotations

import base64
import html
import json
import time
from urllib.parse import quote, quote_plus

import pytest
from tests.samples import leaks as samples

from gonogo.system import secrets
from gonogo.system.environment import environment, installing
from gonogo.system.secrets import redacted

VALUE = 'hunter2/"hunter" & é+hunter='
FORMS = {
    "plain": str,
    "percent-encoded": lambda value: quote(value, safe=""),
    "percent-encoded path": quote,
    "form-encoded": quote_plus,
    "JSON": json.dumps,
    "JSON, not ASCII": lambda value: json.dumps(value, ensure_ascii=False),
    "a Python literal": repr,
    "HTML": html.escape,
    "hex": lambda value: value.encode().hex(),
    "base64": lambda value: base64.b64encode(value.encode()).decode(),
    "base64 of a short user": lambda value: base64.b64encode(f"u:{value}".encode()).decode(),
    "base64 of a user": lambda value: base64.b64encode(f"me:{value}".encode()).decode(),
    "base64 of __token__": lambda value: base64.b64encode(f"__token__:{value}".encode()).decode(),
    "base64 inside more": lambda value: base64.b64encode(f"me:{value}\nmore".encode()).decode(),
    "base64 for URLs": lambda value: base64.urlsafe_b64encode(f"me:{value}".encode()).decode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_value_of_a_variable_is_masked_in_every_spelling(monkeypatch, form):
    monkeypatch.setenv("COMPANY_PAT", VALUE)
    echoed = FORMS[form](VALUE)
    shown = redacted(f"before {echoed} after")
    assert "***" in shown
    assert shown.startswith("before ")
    assert shown.endswith(" after")
    core = echoed.strip("\"'")[4:-4]
    assert core not in shown
    if "base64" in form:
        left = shown.removeprefix("before ").removesuffix(" after").replace("***", "")
        assert b"hunter" not in base64.b64decode(left[: len(left) // 4 * 4], altchars=b"-_")


@pytest.mark.parametrize(
    "echoed",
    [
        "Authorization: Basic aHVudGVyMmh1bnRlcjI=",
        "authorization: bearer hunter2hunter2",
        '{"Authorization": "token hunter2hunter2"}',
        r"{\"Authorization\": \"token hunter2hunter2\"}",
        "Proxy-Authorization: hunter2hunter2",
        "PRIVATE-TOKEN: hunter2hunter2",
        "Set-Cookie: session=hunter2hunter2",
        "https://host/x?a=1&access_token=hunter2hunter2&b=2",
        "https://me:hunter2hunter2@host/x",
        r"https:\/\/me:hunter2hunter2@host\/x",
        "next=https%3A%2F%2Fme%3Ahunter2hunter2%40host%2Fx",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2hunter2\n-----END OPENSSH PRIVATE KEY-----",
        "glpat-hunter2hunter2hunter2",
        base64.b64encode(b"__token__:hunter2hunter2").decode(),
    ],
)
def test_what_has_the_form_of_a_secret_is_masked_whoever_it_belongs_to(echoed):
    shown = redacted(f"it says {echoed}")
    assert "***" in shown
    assert "hunter2" not in shown
    assert "aHVudGVy" not in shown
    assert "odW50ZXIy" not in shown


def test_the_password_in_the_address_of_a_variable_is_masked_alone_too(monkeypatch):
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "https://pypi.example https://me:hunter2%2Fhunter2@mirror.example/simple")
    assert redacted("401 for hunter2/hunter2 or hunter2%2Fhunter2") == "401 for *** or ***"


def test_a_token_that_came_from_a_keyring_is_masked_once_it_is_known(monkeypatch):
    monkeypatch.setattr(secrets, "_given", set())
    secrets.remember("correct-horse-battery")
    assert redacted("sent correct-horse-battery") == "sent ***"


@pytest.mark.parametrize("text", ["invoke push", "set GITHUB_TOKEN, or log in with: gh auth login", "/home/me/project"])
def test_what_is_no_secret_stays(monkeypatch, text):
    monkeypatch.setenv("PWD", "/home/me/project")
    monkeypatch.setenv("SSH_AUTH_SOCK", "/home/me/project")
    assert redacted(text) == text


@pytest.mark.parametrize(
    "unit",
    ["eyJ", "eyJaaaaaaaaaa.", "://", "://a", "%3A%2F%2F", "authorization ", "a" * 9, "-----BEGIN PRIVATE KEY-----"],
)
def test_masking_takes_time_in_proportion_to_the_text(unit):
    text = unit * (300_000 // len(unit))
    started = time.process_time()
    redacted(text)
    assert time.process_time() - started < 2


URL = "https://me:hunter2hunter2@mirror.example/simple"
TO_NOBODY = {
    "UV_PUBLISH_TOKEN": "x",
    "GITHUB_TOKEN": "x",
    "GITHUB_PAT": "x",
    "RUNNER_PAT_X": "x",
    "UV_PUBLISH_URL": URL,
}
TO_INSTALLERS = {
    "PIP_INDEX_URL": URL,
    "PIP_EXTRA_INDEX_URL": f"https://pypi.example {URL}",
    "UV_INDEX": f"mirror={URL}",
    "UV_DEFAULT_INDEX": URL,
    "UV_INDEX_MIRROR_USERNAME": "a-token-as-a-user",
    "UV_INDEX_MIRROR_PASSWORD": "x",
    "PIP_FIND_LINKS": "https://token@mirror.example",
    "HTTPS_PROXY": URL,
}


@pytest.mark.parametrize("name", [*TO_NOBODY, *TO_INSTALLERS])
def test_no_secret_reaches_a_backend_a_test_a_hook_or_a_script(monkeypatch, name):
    monkeypatch.setenv(name, {**TO_NOBODY, **TO_INSTALLERS}[name])
    assert name not in environment()
    assert (name in installing()) == (name in TO_INSTALLERS)


@pytest.mark.parametrize("kind", samples.TOKENS)
def test_a_token_of_any_service_that_stops_a_release_is_masked_wherever_it_is_shown(kind):
    token = samples.TOKENS[kind]()
    shown = redacted(f"the forge answered: {token} is no token of ours")
    assert token not in shown
    assert shown.endswith(" is no token of ours")
