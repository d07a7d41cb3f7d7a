"""`gonogo doctor --forge` on GitLab and Forgejo: what a token can read is ticked or flagged, with its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest
from tests.doubles import forgejo, gitlab

from gonogo.commands import doctor
from gonogo.model.board import Row
from gonogo.model.verdict import Verdict

FORGES: dict[str, ModuleType] = {"gitlab": gitlab, "forgejo": forgejo}
GOOD = {
    "gitlab": {
        "forge_environment": "[x] pypi is started by Maintainers",
        "forge_token": "[x] PYPI_TOKEN",
        "forge_tags": "[x] neither moved nor deleted, by v* (Maintainers)",
        "forge_branch": "[x] main takes changes through review alone",
    },
    "forgejo": {
        "forge_token": "[x] PYPI_TOKEN",
        "forge_tags": "[x] neither moved nor deleted, by v* (owner)",
        "forge_branch": "[x] main takes changes through review alone",
    },
}
Spoil = Callable[[dict[str, Any]], object]
SPOILT: list[tuple[str, Spoil, str, str, Verdict, str]] = [
    (
        "gitlab",
        lambda s: s["environments"].clear(),
        "forge_environment",
        "no protected",
        Verdict.GO,
        "-/settings/ci_cd",
    ),
    ("gitlab", lambda s: s["variables"].clear(), "forge_token", "has no PYPI_TOKEN", Verdict.GO, "-/settings/ci_cd"),
    (
        "gitlab",
        lambda s: s["variables"][0].update(environment_scope="*"),
        "forge_token",
        "is for the environments *",
        Verdict.NO_GO,
        "-/settings/ci_cd",
    ),
    (
        "gitlab",
        lambda s: s["variables"][0].update(protected=False),
        "forge_token",
        "is not protected",
        Verdict.NO_GO,
        "-/settings/ci_cd",
    ),
    (
        "gitlab",
        lambda s: s["protected_tags"][0].update(name="w*"),
        "forge_tags",
        "moved and deleted",
        Verdict.NO_GO,
        "-/settings/repository",
    ),
    (
        "gitlab",
        lambda s: s["protected_branches"][0].update(push_access_levels=gitlab.levels("Maintainers")),
        "forge_branch",
        "main lacks review",
        Verdict.GO,
        "-/settings/repository",
    ),
    (
        "gitlab",
        lambda s: s["protected_branches"].clear(),
        "forge_branch",
        "main lacks review, a stop to force pushes, a stop to deletion",
        Verdict.GO,
        "-/settings/repository",
    ),
    (
        "forgejo",
        lambda s: s["actions/secrets"].clear(),
        "forge_token",
        "has no PYPI_TOKEN",
        Verdict.GO,
        "settings/actions/secrets",
    ),
    (
        "forgejo",
        lambda s: s["tag_protections"][0].update(name_pattern="/^w/"),
        "forge_tags",
        "moved and deleted",
        Verdict.NO_GO,
        "settings/tags",
    ),
    (
        "forgejo",
        lambda s: s["branch_protections"][0].update(enable_push=True),
        "forge_branch",
        "main lacks review",
        Verdict.GO,
        "settings/branches",
    ),
]


@pytest.fixture
def name() -> str:
    return "gitlab"


@pytest.fixture
def forge(name: str, sample: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The double, which hosts the sample; what the sample itself lacks is not asked."""
    sample.settings(f'[tool.gonogo]\nforge = "{name}"\n')
    monkeypatch.setattr(doctor, "QUESTIONS", {"forge_settings": doctor.QUESTIONS["forge_settings"]})
    with FORGES[name].open_forge() as running:
        sample.git("remote", "set-url", "origin", running.remote)
        for key, value in running.person.items():
            monkeypatch.setenv(key, value)
        yield running


def rows(sample: Any) -> dict[str, Row]:
    return {row.name: row for row in doctor.board(sample.folder, doctor.with_forge).rows}


@pytest.mark.parametrize("name", FORGES)
def test_settings_as_they_should_be_are_ticked(name: str, forge: Any, sample: Any) -> None:
    found = rows(sample)
    assert {key: found[key].note for key in found if key != "forge_settings"} == GOOD[name]
    assert {row.verdict for row in found.values()} == {Verdict.GO}
    assert [one.what for one in found["forge_settings"].findings] == ["[ ] PYPI_TOKEN is a token for demo-sample alone"]
    assert {method for method, path, _ in forge.state.log if "/api/" in path} == {"GET"}


@pytest.mark.parametrize(("name", "spoil", "row", "what", "verdict", "page"), SPOILT)
def test_what_is_not_as_it_should_be_is_flagged_with_its_page(
    forge: Any, sample: Any, spoil: Spoil, row: str, what: str, verdict: Verdict, page: str
) -> None:
    spoil(forge.state.settings)
    found = rows(sample)[row]
    assert found.verdict is verdict
    assert what in found.findings[0].what
    assert found.findings[0].fix.endswith(f"{forge.url}/{forge.SLUG}/{page}")


@pytest.mark.parametrize("name", FORGES)
def test_what_a_token_may_not_see_is_unknown(name: str, forge: Any, sample: Any) -> None:
    setattr(forge.state, "maintains" if name == "gitlab" else "administers", False)
    found = rows(sample)
    assert {found[key].verdict for key in ("forge_token", "forge_tags", "forge_branch")} == {Verdict.UNKNOWN}


@pytest.mark.parametrize("name", FORGES)
def test_without_a_token_they_are_listed_with_their_pages(
    name: str, forge: Any, sample: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in forge.person:
        monkeypatch.delenv(key)
    found = rows(sample)
    assert not GOOD[name].keys() & found.keys()
    assert "--forge has no effect: there is no token" in found["forge_settings"].note
    assert len(found["forge_settings"].findings) == len(GOOD[name]) + 1
    assert all(f"{forge.url}/{forge.SLUG}/" in one.fix for one in found["forge_settings"].findings[1:])


def test_the_token_of_the_standing_request_is_asked_for_where_its_jobs_are(forge: Any, sample: Any) -> None:
    sample.write(".gitlab/release-pr.yml", "")
    assert "has no GITLAB_TOKEN" in rows(sample)["forge_token"].findings[0].what


@pytest.mark.parametrize("name", ["forgejo"])
def test_a_pattern_that_is_not_understood_is_unknown(forge: Any, sample: Any) -> None:
    forge.state.settings["tag_protections"][0]["name_pattern"] = "/[/"
    assert rows(sample)["forge_tags"].verdict is Verdict.UNKNOWN
