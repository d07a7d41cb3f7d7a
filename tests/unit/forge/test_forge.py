from pathlib import Path

import pytest

from gonogo.forge import github
from gonogo.forge.api import Api, ForgeSilent, UnsafeForge, related
from gonogo.forge.notes import for_forge
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
        ("https://github.com/someone", ("", "")),
        ("https://github.com/a/b/c", ("", "")),
        ("/srv/git/demo.git", ("", "")),
        ("../demo.git", ("", "")),
        ("file:///srv/a/b", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_remotes_address_shows_host_and_repository(address: str, found: tuple[str, str]) -> None:
    assert github.located(address) == found or (found == ("", "") and not all(github.located(address)))


def find(tmp_path: Path, remote: str, environ: dict[str, str]) -> github.Forge | None:
    Git(tmp_path)("init", "-q")
    Git(tmp_path)("remote", "add", "origin", remote)
    return github.find(Git(tmp_path), "origin", environ)


def test_github_is_known_and_others_are_not(tmp_path: Path) -> None:
    found = find(tmp_path, "git@github.com:someone/demo.git", {})

    assert found is not None
    assert (found.api.base, found.repository) == (github.API, "someone/demo")
    assert github.find(Git(tmp_path), "https://gitforge.example/someone/demo", {}) is None


def test_the_api_of_a_ci_run_is_only_taken_for_its_own_server(tmp_path: Path) -> None:
    run = {"GITHUB_SERVER_URL": "https://own.example", "GITHUB_API_URL": "https://own.example/api/v3"}

    own = find(tmp_path, "https://own.example/someone/demo.git", run)

    assert own is not None
    assert own.api.base == "https://own.example/api/v3"
    other = github.find(Git(tmp_path), "git@github.com:someone/demo.git", run)
    assert other is not None
    assert other.api.base == github.API


def test_an_address_that_shows_the_token_is_refused(tmp_path: Path) -> None:
    run = {"GITHUB_SERVER_URL": "http://own.example", "GITHUB_API_URL": "http://own.example/api"}
    with pytest.raises(UnsafeForge, match=r"own\.example"):
        find(tmp_path, "http://own.example/someone/demo.git", run)


@pytest.mark.parametrize(
    ("host", "base", "expected"),
    [
        ("uploads.github.com", "api.github.com", True),
        ("api.github.com", "api.github.com", True),
        ("github.com.evil.example", "api.github.com", False),
        ("evilgithub.com", "api.github.com", False),
        ("127.0.0.2", "127.0.0.1", False),
        ("own.example", "own.example", True),
        ("evil.example", "own.example", False),
    ],
)
def test_the_token_goes_to_the_forges_own_hosts_only(host: str, base: str, *, expected: bool) -> None:
    assert related(host, base) is expected


def test_an_upload_address_on_a_foreign_host_is_not_followed() -> None:
    api = Api("https://api.github.com", lambda: "secret")
    with pytest.raises(ForgeSilent, match="foreign host"):
        api.address("https://uploads.evil.example/x")


def test_the_token_is_in_no_representation() -> None:
    from gonogo.forge.api import Bearer

    assert "secret" not in repr(Bearer("secret"))


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        ("<b>x</b>", "&lt;b>x&lt;/b>"),
        ("<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>"),
        ("<!-- hidden", "&lt;!-- hidden"),
        ("see <https://a.example/x>", "see <https://a.example/x>"),
        ("![x](https://a.example/pixel.png)", "\\![x](https://a.example/pixel.png)"),
        ("[x](javascript:alert(1))", "[x]\\(javascript:alert(1))"),
        ("[x]( JavaScript:alert(1))", "[x]\\(JavaScript:alert(1))"),
        ("thanks @everyone", "thanks @\u200beveryone"),
        ("write a@b.example", "write a@b.example"),
        ("Closes #1", "Closes \u200b#\u200b1"),
        ("fixes someone/demo#12", "fixes someone/demo\u200b#\u200b12"),
        ("see #12", "see #12"),
        ("::error::x", "\\::error::x"),
        ("`<b>` and ``@me` x``", "`<b>` and ``@me` x``"),
        ("```\n<b> @me\n```\n<b>", "```\n<b> @me\n```\n&lt;b>"),
        ("~~~~\n<b>\n~~~\n<i>\n~~~~\n<b>", "~~~~\n<b>\n~~~\n<i>\n~~~~\n&lt;b>"),
        ("{{ 7*7 }} ${{ x }} $(id)", "{{ 7*7 }} ${{ x }} $(id)"),
        ("a `b <i>", "a `b &lt;i>"),
    ],
)
def test_notes_have_no_effect_on_the_forge(notes: str, expected: str) -> None:
    assert for_forge(notes, "CHANGELOG.md").rstrip("\n") == expected


def test_notes_in_another_markup_stand_as_they_are_in_a_fence() -> None:
    assert for_forge("Title\n=====\n\n``x`` <b>", "CHANGES.rst") == "```text\nTitle\n=====\n\n``x`` <b>\n```\n"
    assert for_forge("```x", "NEWS.rst").startswith("````text\n")


def test_notes_are_cut_at_the_forges_limit() -> None:
    assert len(for_forge("x" * 300_000, "CHANGELOG.md")) < 125_000
