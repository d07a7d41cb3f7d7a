"""`gonogo doctor --forge` ticks or flags what the forge's settings are; without a token it lists them with pages."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.doubles.forge_settings import environment, ruleset

from gonogo.cli import program
from gonogo.commands import doctor
from gonogo.index import reading
from gonogo.model.verdict import Verdict

GOOD = {
    "forge_environment": "[x] pypi asks somebody",
    "forge_deployments": "[x] tags alone: v*.*.*",
    "forge_tags": "[x] neither moved nor deleted, by release tags",
    "forge_branch": "[x] main takes changes through review alone",
    "forge_releases": "[x] published releases are immutable",
}


@pytest.fixture
def hosted(sample, forge):
    """The sample, whose remote is on the forge, and the forge's settings as they should be."""
    sample.git("remote", "set-url", "origin", forge.remote)
    settings = forge.state.settings
    settings.environments["pypi"] = environment("somebody", tags=("v*.*.*",))
    settings.rulesets.append(ruleset(1, "update", "deletion"))
    settings.branch_rules += ["pull_request", "non_fast_forward", "deletion"]
    settings.immutable = True
    return sample


def rows(sample):
    return {row.name: row for row in doctor.board(sample.folder, doctor.with_forge).rows}


def test_settings_as_they_should_be_are_ticked(hosted, forge):
    found = rows(hosted)
    assert {name: found[name].note for name in GOOD} == GOOD
    assert {found[name].verdict for name in GOOD} == {Verdict.GO}
    assert [one.what for one in found["forge_settings"].findings] == [
        "[ ] the index trusts owner someone, repository demo, workflow publish.yml, environment pypi"
    ]
    assert {method for method, path, _ in forge.state.log if "/api/" in path} == {"GET"}


def asked(forge):
    """Whether the API was asked; git asks the same host for refs."""
    return any("/api/" in path for _, path, _ in forge.state.log)


def spoilt(name):
    def spoil(settings):
        pypi, rules = settings.environments["pypi"], settings.rulesets
        {
            "no environment": settings.environments.clear,
            "no reviewer": lambda: settings.environments.update(pypi=environment(tags=("v*.*.*",))),
            "any ref": lambda: settings.environments.update(pypi=environment("somebody")),
            "branches alone": lambda: pypi["policies"].__setitem__(0, {"name": "main", "type": "branch"}),
            "other tags": lambda: pypi["policies"].__setitem__(0, {"name": "nightly-*", "type": "tag"}),
            "tags move": lambda: rules.__setitem__(0, ruleset(1, "deletion")),
            "ruleset off": lambda: rules.__setitem__(0, ruleset(1, "update", "deletion", enforcement="disabled")),
            "ruleset of others": lambda: rules.__setitem__(0, ruleset(1, "update", "deletion", include="refs/tags/x*")),
        }[name]()

    return spoil


@pytest.mark.parametrize(
    ("name", "row", "page"),
    [
        ("no environment", "forge_environment", "settings/environments"),
        ("no reviewer", "forge_environment", "settings/environments"),
        ("any ref", "forge_deployments", "settings/environments"),
        ("branches alone", "forge_deployments", "settings/environments"),
        ("other tags", "forge_deployments", "settings/environments"),
        ("tags move", "forge_tags", "settings/rules"),
        ("ruleset off", "forge_tags", "settings/rules"),
        ("ruleset of others", "forge_tags", "settings/rules"),
    ],
)
def test_what_is_not_as_it_should_be_is_flagged_with_its_page(hosted, forge, name, row, page):
    spoilt(name)(forge.state.settings)
    found = rows(hosted)[row]
    assert found.verdict is Verdict.NO_GO
    assert found.findings[0].what.startswith("[ ] ")
    assert found.findings[0].fix.endswith(f"{forge.url}/someone/demo/{page}")


def test_what_a_project_may_choose_is_advice(hosted, forge):
    settings = forge.state.settings
    settings.environments["pypi"]["can_admins_bypass"] = True
    settings.environments["pypi"]["policies"].append({"name": "main", "type": "branch"})
    settings.branch_rules.clear()
    settings.immutable = False
    found = rows(hosted)
    advised = {name: [one.code for one in found[name].findings] for name in GOOD}
    assert {found[name].verdict for name in GOOD} == {Verdict.GO}
    assert advised == {
        "forge_environment": ["bypass"],
        "forge_deployments": ["branches-deploy"],
        "forge_tags": [],
        "forge_branch": ["branch-unprotected"],
        "forge_releases": ["releases-change"],
    }
    settings.protected = True
    assert rows(hosted)["forge_branch"].note == "[x] main is protected by a classic rule"


def test_what_a_token_may_not_see_is_unknown(hosted, forge, double):
    forge.state.settings.admin = forge.state.settings.immutable = False
    forge.state.faults += [double.Fault("GET", "/environments/pypi$", 403)]
    found = rows(hosted)
    assert found["forge_releases"].verdict is Verdict.UNKNOWN
    assert "administrator" in found["forge_releases"].findings[0].what
    assert found["forge_environment"].verdict is Verdict.UNKNOWN


def test_a_setting_can_be_waived_with_a_reason(hosted):
    hosted.git("remote", "set-url", "origin", str(hosted.remote))
    hosted.settings('[tool.gonogo.waivers]\nforge_releases = "notes are corrected later"')
    assert {row.name: row.verdict for row in doctor.board(hosted.folder).rows}["waivers"] is Verdict.GO


def test_without_a_token_they_are_listed_with_their_pages(hosted, forge, monkeypatch):
    monkeypatch.delenv("GITHUB_TOKEN")
    path = os.environ["PATH"].split(os.pathsep)
    monkeypatch.setenv("PATH", os.pathsep.join(one for one in path if not (Path(one) / "gh").exists()))
    found = rows(hosted)
    assert not GOOD.keys() & found.keys()
    assert "--forge has no effect: " in found["forge_settings"].note
    fixes = [one.fix for one in found["forge_settings"].findings]
    site = f"{forge.url}/someone/demo/settings"
    assert fixes[0].startswith(f"add it: {reading.site('pypi')}/manage/project/demo-sample/settings/publishing/")
    assert [fix.rpartition(": ")[2] for fix in fixes[1:]] == [
        f"{site}/environments",
        f"{site}/environments",
        f"{site}/rules",
        f"{site}/rules",
        site,
    ]
    assert not asked(forge)


def test_it_is_asked_only_when_it_is_typed(hosted, forge, monkeypatch, capsys):
    monkeypatch.chdir(hosted.folder)
    for words, expected in ((["doctor"], False), (["doctor", "--forge"], True)):
        monkeypatch.setattr("sys.argv", ["gonogo", *words])
        with pytest.raises(SystemExit):
            program.main()
        assert asked(forge) is expected
        assert ("[x] pypi asks somebody" in capsys.readouterr().out) is expected
