"""Which forge a remote is on: by the settings, by the run of CI, or by the name of its host."""

from pathlib import Path

import pytest

from gonogo.git import hosts
from gonogo.git.repository import Git


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("git@github.com:someone/demo.git", ("github.com", "someone/demo")),
        ("github.com:someone/demo", ("github.com", "someone/demo")),
        ("ssh://git@github.com:22/someone/demo.git", ("github.com", "someone/demo")),
        ("https://user:secret@GitHub.com/someone/demo.git/", ("github.com", "someone/demo")),
        ("git://github.com/some.one/de-mo_", ("github.com", "some.one/de-mo_")),
        ("https://forge.example:8443/a/b", ("forge.example:8443", "a/b")),
        ("https://gitlab.com/a/b/c.git", ("gitlab.com", "a/b/c")),
        ("https://git.sr.ht/~someone/demo", ("git.sr.ht", "~someone/demo")),
        ("https://github.com/someone", ("github.com", "")),
        ("/srv/git/demo.git", ("", "")),
        ("../demo.git", ("", "")),
        ("file:///srv/a/b", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_remotes_address_shows_host_and_repository(address: str, found: tuple[str, str]) -> None:
    assert hosts.located(address) == found


GITHUB_RUN = {"GITHUB_SERVER_URL": "https://own.example", "GITHUB_API_URL": "https://own.example/api/v3"}
FORGEJO_RUN = {**GITHUB_RUN, "GITHUB_API_URL": "https://own.example/api/v1", "FORGEJO_ACTIONS": "true"}
GITLAB_RUN = {"CI_SERVER_URL": "https://own.example", "CI_API_V4_URL": "https://own.example/api/v4"}


@pytest.mark.parametrize(
    ("address", "named", "environ", "found"),
    [
        ("git@github.com:someone/demo.git", "", {}, ("github", "https://github.com", "")),
        ("git@github.com:a/b/c.git", "", {}, ("", "https://github.com", "")),
        ("https://gitlab.com/group/part/demo.git", "", {}, ("gitlab", "https://gitlab.com", "")),
        ("git@codeberg.org:someone/demo", "", {}, ("forgejo", "https://codeberg.org", "")),
        ("https://salsa.debian.org/team/demo", "", {}, ("gitlab", "https://salsa.debian.org", "")),
        ("https://own.example/a/demo", "", {}, ("", "https://own.example", "")),
        ("https://own.example/a/demo", "gitlab", {}, ("gitlab", "https://own.example", "")),
        ("http://own.example/a/demo", "forgejo", {}, ("forgejo", "https://own.example", "")),
        ("https://own.example/a/demo", "", GITHUB_RUN, ("github", "https://own.example", "https://own.example/api/v3")),
        (
            "https://own.example/a/demo",
            "",
            FORGEJO_RUN,
            ("forgejo", "https://own.example", "https://own.example/api/v1"),
        ),
        ("https://own.example/a/demo", "", GITLAB_RUN, ("gitlab", "https://own.example", "https://own.example/api/v4")),
        ("git@github.com:someone/demo.git", "", GITHUB_RUN, ("github", "https://github.com", "")),
    ],
)
def test_settings_run_and_name_show_the_forge(
    tmp_path: Path, address: str, named: str, environ: dict[str, str], found: tuple[str, str, str]
) -> None:
    Git(tmp_path)("init", "-q")
    Git(tmp_path)("remote", "add", "origin", address)

    host = hosts.of(Git(tmp_path), "origin", named, environ)

    assert (host.forge, host.site, host.api) == found


def test_a_forge_without_a_provider_is_named(tmp_path: Path) -> None:
    Git(tmp_path)("init", "-q")

    def absence(address: str) -> str:
        return hosts.of(Git(tmp_path), address, environ={}).absence

    assert absence("git@bitbucket.org:team/demo.git") == (
        "is on Bitbucket (bitbucket.org), for which gonogo has no provider"
    )
    assert "the setting `forge` does not say" in absence("https://own.example/a/b")
    assert absence("../demo.git") == absence("") == "is on no forge"
