"""Trusted publishing and attestations, with a small double of the identity provider."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import requests
from test_index_kit import Provider, form, post, sdist, shown, wheel

from gonogo.test_index import EmbeddedIndex, Publisher, Trust
from gonogo.test_index.embedded import Options


@pytest.fixture(scope="module")
def provider() -> Provider:
    return Provider()


def publisher(**changed: Any) -> Publisher:
    claims = {
        "repository": "someone/tiny",
        "workflow": "publish.yml",
        "owner_id": "42",
        "environment": "Release",
    }
    return Publisher(**{"project": "tiny", "pending": True, **claims, **changed})


@pytest.fixture
def trusting(opened: Callable[..., EmbeddedIndex], provider: Provider) -> EmbeddedIndex:
    return opened(options=Options(trust=Trust(provider.public_pem, (publisher(),))))


def mint(embedded: EmbeddedIndex, token: object) -> requests.Response:
    return requests.post(f"{embedded.url}/_/oidc/mint-token", json={"token": token}, timeout=20)


def refusal(answer: requests.Response) -> tuple[str, str]:
    shown = answer.json()
    assert (answer.status_code, shown["message"]) == (422, "Token request failed")
    assert len(shown["errors"]) == 1
    return shown["errors"][0]["code"], shown["errors"][0]["description"]


def test_an_identity_token_is_exchanged_and_uploads(trusting: EmbeddedIndex, provider: Provider, dist: Path) -> None:
    audience = requests.get(f"{trusting.url}/_/oidc/audience", timeout=20)
    assert (audience.status_code, audience.json()) == (200, {"audience": "pypi"})
    minted = mint(trusting, provider.token()).json()
    assert minted["success"] is True
    assert minted["token"].startswith("pypi-")
    assert 890 < minted["expires"] - time.time() <= 900
    assert post(trusting, wheel(dist), token=minted["token"]).status_code == 200
    assert post(trusting, sdist(dist), token=minted["token"]).status_code == 200


def test_a_minted_token_is_for_its_project_alone(trusting: EmbeddedIndex, provider: Provider, dist: Path) -> None:
    token = mint(trusting, provider.token()).json()["token"]
    answer = post(trusting, wheel(dist, name="other"), token=token)
    assert (answer.status_code, "OIDC scoped token is not valid" in answer.reason) == (403, True)


def test_a_minted_token_ends(opened: Callable[..., EmbeddedIndex], provider: Provider, dist: Path) -> None:
    later = [0]
    embedded = opened(
        options=Options(
            trust=Trust(provider.public_pem, (publisher(),), seconds=60),
            clock=lambda: datetime.now(timezone.utc) + timedelta(seconds=later[0]),
        )
    )
    token = mint(embedded, provider.token()).json()["token"]
    assert post(embedded, wheel(dist), token=token).status_code == 200
    later[0] = 61
    assert post(embedded, sdist(dist), token=token).status_code == 403


NO_PUBLISHER = "valid token, but no corresponding publisher"


@pytest.mark.parametrize(
    ("claims", "code", "words"),
    [
        ({"iss": "https://elsewhere.invalid"}, "invalid-payload", "unknown trusted publishing issuer"),
        ({"iss": None}, "invalid-payload", "malformed JWT"),
        ({"exp": 1}, "invalid-token", "malformed or invalid token"),
        ({"aud": "testpypi"}, "invalid-token", "malformed or invalid token"),
        ({"aud": ["pypi", "other"]}, "invalid-token", "malformed or invalid token"),
        ({"iat": None}, "invalid-token", "malformed or invalid token"),
        ({"sha": None}, "invalid-publisher", f"{NO_PUBLISHER} (Missing claim 'sha')"),
        ({"repository": "someone/else"}, "invalid-publisher", "Publisher with matching claims was not found"),
        ({"repository_owner_id": "43"}, "invalid-publisher", "Publisher with matching claims was not found"),
        ({"environment": "other"}, "invalid-publisher", "Publisher with matching claims was not found"),
        (
            {"event_name": "pull_request_target"},
            "invalid-publisher",
            "'pull_request_target' is not supported",
        ),
        (
            {"job_workflow_ref": "someone/tiny/.github/workflows/other.yml@refs/tags/v1.0"},
            "invalid-publisher",
            "The job_workflow_ref claim does not match, expecting one of",
        ),
    ],
)
def test_an_identity_that_does_not_fit_is_refused(
    trusting: EmbeddedIndex, provider: Provider, claims: dict[str, Any], code: str, words: str
) -> None:
    seen, description = refusal(mint(trusting, provider.token(**claims)))
    assert seen == code
    assert words in description


@pytest.mark.parametrize("token", ["", None, 7, "not-a-jwt"])
def test_what_is_no_token_is_refused(trusting: EmbeddedIndex, token: object) -> None:
    assert refusal(mint(trusting, token))[0] == "invalid-payload"


def test_another_signature_is_refused(trusting: EmbeddedIndex) -> None:
    assert refusal(mint(trusting, Provider().token()))[0] == "invalid-token"


def test_each_identity_token_is_taken_once(trusting: EmbeddedIndex, provider: Provider) -> None:
    token = provider.token()
    assert mint(trusting, token).status_code == 200
    assert refusal(mint(trusting, token)) == ("invalid-reuse-token", "invalid token: already used")


def test_a_pending_publisher_comes_too_late(trusting: EmbeddedIndex, provider: Provider, dist: Path) -> None:
    post(trusting, wheel(dist))
    seen = refusal(mint(trusting, provider.token()))
    assert seen == ("invalid-pending-publisher", "valid token, but project already exists")


def test_without_trust_nothing_is_minted(embedded: EmbeddedIndex) -> None:
    assert requests.get(f"{embedded.url}/_/oidc/audience", timeout=20).status_code == 403
    assert refusal(mint(embedded, "x"))[0] == "not-enabled"
    assert requests.get(f"{embedded.url}/_/oidc/mint-token", timeout=20).status_code == 405


def attestation(path: Path, predicate: str = "", **changed: Any) -> dict[str, Any]:
    from pypi_attestations import AttestationType

    subject = {"name": path.name, "digest": {"sha256": form(path)["sha256_digest"]}}
    statement = {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [subject],
        "predicateType": predicate or AttestationType.PYPI_PUBLISH_V1.value,
        "predicate": None,
    }

    def encoded(data: bytes) -> str:
        return base64.b64encode(data).decode()

    return {
        "version": 1,
        "verification_material": {"certificate": encoded(b"certificate"), "transparency_entries": [{"a": 1}]},
        "envelope": {
            "statement": encoded(json.dumps({**statement, **changed}).encode()),
            "signature": encoded(b"signature"),
        },
    }


def attested(embedded: EmbeddedIndex, provider: Provider, path: Path, attestations: object) -> requests.Response:
    answer = mint(embedded, provider.token())
    assert answer.ok, answer.text
    minted = answer.json()["token"]
    text = attestations if isinstance(attestations, str) else json.dumps(attestations)
    return post(embedded, path, token=minted, attestations=text)


def test_attestations_are_taken_and_served_again(trusting: EmbeddedIndex, provider: Provider, dist: Path) -> None:
    path = wheel(dist)
    one = attestation(path)
    assert attested(trusting, provider, path, [one]).status_code == 200
    url = shown(trusting)[path.name]["provenance"]
    kind = "application/vnd.pypi.integrity.v1+json"
    answer = requests.get(url, headers={"Accept": kind}, timeout=20)
    bundle = answer.json()["attestation_bundles"][0]
    assert answer.headers["Content-Type"] == kind
    assert bundle["attestations"] == [one]
    assert bundle["publisher"]["repository"] == "someone/tiny"
    assert requests.get(url, headers={"Accept": "text/html"}, timeout=20).status_code == 406


def test_attestations_of_the_wrong_shape_are_refused(trusting: EmbeddedIndex, provider: Provider, dist: Path) -> None:
    path = wheel(dist)
    other = sdist(dist)
    good = attestation(path)
    slsa = attestation(path, "https://slsa.dev/provenance/v1")
    wrong: dict[str, object] = {
        "Malformed": "{",
        "one or two attestations, not 0": [],
        "not a list": good,
        "not 3": [good, slsa, good],
        "the same predicate type": [good, good],
        "validation error": [{"version": 1}],
        "the subject is": [attestation(other)],
        "unsupported predicate type": [attestation(path, "https://elsewhere.invalid/v1")],
    }
    for words, given in wrong.items():
        answer = attested(trusting, provider, path, given)
        assert answer.status_code == 400
        assert answer.reason.startswith("Invalid attestations supplied during upload: ")
        assert words in answer.reason
    assert attested(trusting, provider, path, [good, slsa]).status_code == 200


def test_attestations_need_a_trusted_publisher(trusting: EmbeddedIndex, dist: Path) -> None:
    path = wheel(dist)
    answer = post(trusting, path, attestations=json.dumps([attestation(path)]))
    assert (answer.status_code, "Trusted Publishing" in answer.reason) == (400, True)
