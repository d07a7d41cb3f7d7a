"""Trusted publishing: a signed identity token for an upload token (the index's documentation; OpenID Connect Core)."""

import threading
from dataclasses import dataclass
from typing import Any

from gonogo.test_index.errors import MintError
from gonogo.test_index.store import normalised

GITHUB = "https://token.actions.githubusercontent.com"  # the issuer of GitHub Actions' identity tokens
LEEWAY = 30  # seconds by which clocks may differ

REQUIRED = (
    "repository", "repository_owner", "repository_owner_id", "job_workflow_ref", "jti", "event_name", "ref", "sha",
)  # fmt: skip
"""Claims that a token must carry."""


@dataclass(frozen=True)
class Publisher:
    """A publisher: repository `owner/name`, workflow file, environment; a `pending` one waits for its project."""

    project: str
    repository: str
    workflow: str
    owner_id: str
    environment: str = ""
    pending: bool = False


@dataclass(frozen=True)
class Trust:
    """The identity provider that an index trusts, by its public key (PEM), the publishers, and a token's lifetime."""

    public_key: str
    publishers: tuple[Publisher, ...]
    issuer: str = GITHUB
    audience: str = "pypi"
    seconds: float = 900


class TrustedPublishers:
    """Checks identity tokens against the trusted publishers; accepts each `jti` once."""

    def __init__(self, trust: Trust) -> None:
        self.trust = trust
        self._lock = threading.Lock()
        self._seen: set[str] = set()
        self._begun: set[Publisher] = set()

    def publisher_for(self, payload: object, existing: frozenset[str]) -> Publisher:
        """Return the publisher of a mint request's JSON, not pending for one of `existing`; MintError if none."""
        claims = self._verified(_token_of(payload))
        publisher = self._matching(claims, existing)
        with self._lock:
            if claims["jti"] in self._seen:
                raise MintError("invalid-reuse-token", "invalid token: already used")
            self._seen.add(claims["jti"])
            self._begun.add(publisher)
        return publisher

    def _verified(self, token: str) -> dict[str, Any]:
        import jwt

        try:
            issuer = jwt.decode(token, options={"verify_signature": False})["iss"]
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise MintError("invalid-payload", "malformed JWT") from error
        if issuer != self.trust.issuer:
            raise MintError("invalid-payload", "unknown trusted publishing issuer")
        options: Any = {"require": ["iss", "iat", "exp", "aud"], "strict_aud": True}
        try:
            return dict(
                jwt.decode(
                    token,
                    self.trust.public_key,
                    algorithms=["RS256"],
                    audience=self.trust.audience,
                    issuer=self.trust.issuer,
                    leeway=LEEWAY,
                    options=options,
                )
            )
        except jwt.PyJWTError as error:
            raise MintError("invalid-token", "malformed or invalid token") from error

    def _matching(self, claims: dict[str, Any], existing: frozenset[str]) -> Publisher:
        missing = next((name for name in REQUIRED if not claims.get(name)), None)
        if missing:
            raise _no_publisher(f"Missing claim {missing!r}")
        if claims["event_name"] == "pull_request_target":
            reason = "Publishing from a workflow invoked via 'pull_request_target' is not supported."
            raise _no_publisher(reason)
        near = [publisher for publisher in self.trust.publishers if _same_repository(publisher, claims)]
        same = [publisher for publisher in near if _same_environment(publisher, claims)]
        if not same:
            raise _no_publisher("Publisher with matching claims was not found")
        found = next((one for one in same if claims["job_workflow_ref"] in _workflow_refs(one, claims)), None)
        if found is None:
            expected = sorted({ref for one in same for ref in _workflow_refs(one, claims)})
            got = claims["job_workflow_ref"]
            raise _no_publisher(f"The job_workflow_ref claim does not match, expecting one of {expected}, got {got!r}")
        if found.pending and found not in self._begun and normalised(found.project) in existing:
            raise MintError("invalid-pending-publisher", "valid token, but project already exists")
        return found


def _token_of(payload: object) -> str:
    token = payload.get("token") if isinstance(payload, dict) else None
    if not isinstance(token, str):
        raise MintError("invalid-payload", "token: Input should be a valid string")
    return token


def _no_publisher(reason: str) -> MintError:
    return MintError("invalid-publisher", f"valid token, but no corresponding publisher ({reason})")


def _same_repository(publisher: Publisher, claims: dict[str, Any]) -> bool:
    same_name = str(claims["repository"]).lower() == publisher.repository.lower()
    return same_name and str(claims["repository_owner_id"]) == publisher.owner_id


def _same_environment(publisher: Publisher, claims: dict[str, Any]) -> bool:
    given = str(claims.get("environment") or "").lower()
    return not publisher.environment or publisher.environment.lower() == given


def _workflow_refs(publisher: Publisher, claims: dict[str, Any]) -> list[str]:
    file = f"{publisher.repository}/.github/workflows/{publisher.workflow}"
    return [f"{file}@{claims[end]}" for end in ("ref", "sha")]
