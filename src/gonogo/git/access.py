"""How git reaches a remote for one command: variables that hold a token for it, which are written nowhere."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

_given: list[Mapping[str, str]] = []  # the variables of the command that runs; none outside of one


@contextmanager
def by_token(site: str, token: str) -> Iterator[None]:
    """Let git show a token to one site, such as https://github.com, when it fetches from there and pushes to it.

    Nothing else sees it: no file, no argument, no other site, and no command of git that reaches no remote.
    """
    from gonogo.system.secrets import remember

    basic = b64encode(f"x-access-token:{token}".encode()).decode()
    remember(basic)
    header = {"KEY_0": f"http.{site.rstrip('/')}/.extraHeader", "VALUE_0": f"Authorization: Basic {basic}"}
    variables = {"GIT_CONFIG_COUNT": "1", **{f"GIT_CONFIG_{name}": value for name, value in header.items()}}
    _given.append(variables if token else {})
    try:
        yield
    finally:
        _given.pop()


def variables() -> Mapping[str, str]:
    """Return the variables of the command that runs."""
    return _given[-1] if _given else {}
