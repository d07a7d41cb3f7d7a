import pytest

from gonogo.forge import github
from gonogo.forge.api import Api, ForgeSilent, Signed, UnsafeForge, related
from gonogo.forge.notes import for_forge


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
    api = Api("https://api.github.com", lambda: "secret", github.ACCESS)
    with pytest.raises(ForgeSilent, match="foreign host"):
        api.address("https://uploads.evil.example/x")


def test_the_token_is_in_no_representation() -> None:
    assert "secret" not in repr(Signed("Authorization", "secret"))


def test_an_address_that_shows_the_token_is_refused() -> None:
    with pytest.raises(UnsafeForge, match=r"own\.example"):
        Api("http://own.example/api/v3", lambda: "secret", github.ACCESS)


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
        ("Implements issue group/part/demo#7", "Implements issue group/part/demo\u200b#\u200b7"),
        ("- one\n/merge\n  /close", "- one\n\\/merge\n  \\/close"),
        ("a/b and /c", "a/b and /c"),
        ("```\n/merge\n```", "```\n/merge\n```"),
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
