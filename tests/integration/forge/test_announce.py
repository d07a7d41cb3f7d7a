"""The forge release: made from nothing, finished from any half-made state, never over other bytes."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from gonogo.forge import find
from gonogo.forge.api import ForgeRefused, ForgeSilent, NoForgeToken
from gonogo.git.repository import Git
from gonogo.model.stage import State
from gonogo.release.steps import announce

TAG = "v1.2.3"


def probe(released: Any) -> Any:
    return announce.probe(released.plan, released.context)


def apply(released: Any) -> None:
    announce.apply(released.plan, released.context)


def assets(forge: Any) -> dict[str, bytes]:
    (release,) = forge.state.releases.values()
    return {asset["name"]: forge.state.content[asset["id"]] for asset in release["assets"]}


def contents(released: Any) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in released.context.kept.files(released.manifest)}


def require_whole(forge: Any, released: Any) -> None:
    (release,) = forge.state.releases.values()
    assert not release["draft"]
    assert release["tag_name"] == TAG
    assert assets(forge) == contents(released)
    assert probe(released).state is State.DONE


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announce, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(announce, "LONGEST_WAIT", 0.02)


def test_a_release_is_made_with_its_notes_and_the_same_bytes(forge: Any, released: Any) -> None:
    assert probe(released).state is State.TODO

    apply(released)

    require_whole(forge, released)
    (release,) = forge.state.releases.values()
    assert release["name"] == "demo 1.2.3"
    assert release["prerelease"] is False
    assert "- Works." in release["body"]
    assert "<script>" not in release["body"]
    assert "@everyone" not in release["body"]
    assert all(f"{one.sha256}  {one.filename}\n" in release["body"] for one in released.manifest.artifacts)


def test_applied_twice_it_is_the_same_as_once(forge: Any, released: Any) -> None:
    apply(released)
    writes = [line for line in forge.state.log if line[0] != "GET"]
    apply(released)

    assert [line for line in forge.state.log if line[0] != "GET"] == writes
    require_whole(forge, released)


def test_a_pre_release_is_marked_as_one(forge: Any, released: Any) -> None:
    plan = replace(released.plan, new="1.2.3rc1")
    announce.apply(plan, released.context)

    (release,) = forge.state.releases.values()
    assert release["prerelease"] is True


POINTS = [
    ("POST", r"/releases$"),
    ("POST", r"/assets$"),
    ("PATCH", r"/releases/\d+$"),
    ("GET", r"/releases/tags/"),
    ("GET", r"/releases$"),
]


@pytest.mark.parametrize(("method", "path"), POINTS)
@pytest.mark.parametrize("acted", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("status", [0, 502])
def test_a_lost_answer_at_any_request_is_made_good(
    forge: Any, released: Any, double: ModuleType, method: str, path: str, *, acted: bool, status: int
) -> None:
    forge.state.faults.append(double.Fault(method, path, status, acted))

    apply(released)

    assert not forge.state.faults
    require_whole(forge, released)


@pytest.mark.parametrize(("method", "path"), POINTS[:3])
@pytest.mark.parametrize("acted", [False, True], ids=["before", "after"])
def test_killed_at_any_request_the_next_run_finishes_it(
    forge: Any, released: Any, double: ModuleType, method: str, path: str, *, acted: bool
) -> None:
    forge.state.faults += [double.Fault(method, path, 418, acted)]
    with pytest.raises(ForgeRefused):
        apply(released)
    assert probe(released).state in {State.TODO, State.DONE}

    apply(released)

    require_whole(forge, released)


def test_a_broken_asset_is_removed_and_sent_again(forge: Any, released: Any) -> None:
    apply(released)
    (release,) = forge.state.releases.values()
    release["assets"][0].update(state="starter", digest=None)
    assert probe(released).state is State.TODO

    apply(released)

    require_whole(forge, released)


def test_a_release_that_a_person_published_without_files_gets_them(
    forge: Any, released: Any, double: ModuleType
) -> None:
    made = find.of(released.context.project)
    assert made is not None
    made.publish(made.create(TAG, "by hand", "my own words", prerelease=False), ())
    assert probe(released).state is State.TODO

    apply(released)

    require_whole(forge, released)
    (release,) = forge.state.releases.values()
    assert release["body"] == "my own words"


def test_a_draft_left_beside_a_published_release_is_removed(forge: Any, released: Any) -> None:
    apply(released)
    made = find.of(released.context.project)
    assert made is not None
    made.create(TAG, "second", "", prerelease=False)

    apply(released)

    require_whole(forge, released)


def test_other_bytes_under_our_name_are_a_conflict_and_stay(forge: Any, released: Any) -> None:
    apply(released)
    (release,) = forge.state.releases.values()
    release["assets"][0]["digest"] = "sha256:" + "0" * 64

    assert probe(released).state is State.CONFLICT
    with pytest.raises(announce.AssetsDiffer, match="other bytes"):
        apply(released)
    assert len(release["assets"]) == 2


def test_a_distribution_that_is_not_in_the_manifest_is_a_conflict(forge: Any, released: Any) -> None:
    apply(released)
    (release,) = forge.state.releases.values()
    release["assets"].append(
        {**release["assets"][0], "id": 9, "name": "evil-1.2.3.tar.gz", "digest": "sha256:" + "1" * 64}
    )

    assert probe(released).state is State.CONFLICT


def test_another_file_of_the_maintainers_is_left_alone(forge: Any, released: Any) -> None:
    apply(released)
    (release,) = forge.state.releases.values()
    release["assets"].append({**release["assets"][0], "id": 9, "name": "manual.pdf", "digest": "sha256:" + "1" * 64})

    assert probe(released).state is State.DONE


def test_without_digests_the_bytes_are_downloaded_and_the_storage_sees_no_token(forge: Any, released: Any) -> None:
    forge.state.tells_digests = False
    apply(released)

    require_whole(forge, released)
    storage = [line for line in forge.state.log if line[1].startswith("/storage/")]
    assert storage
    assert {authorization for _, _, authorization in storage} == {""}


def test_a_tag_that_the_forge_lacks_is_never_made_by_the_forge(forge: Any, released: Any) -> None:
    del forge.state.tags[TAG]

    with pytest.raises(announce.TagNotOnForge, match="does not exist"):
        apply(released)
    assert not forge.state.releases


def test_a_tag_on_another_commit_is_a_conflict(forge: Any, released: Any) -> None:
    forge.state.tags[TAG] = ("commit", "f" * 40)

    with pytest.raises(announce.TagNotOnForge, match="ffffffffffff"):
        apply(released)


def test_a_forge_that_does_not_answer_is_unknown(forge: Any, released: Any, double: ModuleType) -> None:
    forge.state.faults += [double.Fault("GET", "/releases/tags/", 503)]

    assert probe(released).state is State.UNKNOWN


def test_a_private_repository_seen_without_a_token_is_unknown_and_not_todo(
    forge: Any, released: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    forge.state.private = True
    monkeypatch.delenv("GITHUB_TOKEN")

    assert probe(released).state is State.UNKNOWN


def test_without_a_token_nothing_is_written_and_the_way_to_one_is_reported(
    forge: Any, released: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_TOKEN")

    assert probe(released).state is State.TODO
    with pytest.raises(NoForgeToken) as caught:
        apply(released)
    assert "gh auth login" in caught.value.hint


def test_a_wrong_token_is_refused_without_being_shown(
    forge: Any, released: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "ghs_wrong_token_value")

    found = probe(released)

    assert found.state is State.UNKNOWN
    assert "ghs_wrong" not in found.why


def test_an_immutable_release_says_why_it_takes_no_file(forge: Any, released: Any) -> None:
    made = find.of(released.context.project)
    assert made is not None
    made.publish(made.create(TAG, "by hand", "", prerelease=False), ())
    forge.state.immutable = True

    with pytest.raises(ForgeRefused, match="immutable"):
        apply(released)


def test_a_forge_that_stays_silent_is_given_up_in_the_end(forge: Any, released: Any, double: ModuleType) -> None:
    forge.state.faults += [double.Fault("POST", "/releases$", 503, headers={"Retry-After": "0"}) for _ in range(9)]

    with pytest.raises(ForgeSilent, match="503"):
        apply(released)
    assert not forge.state.releases


def test_a_bare_remote_is_no_forge_and_there_is_nothing_to_do(released: Any, tmp_path: Any) -> None:
    bare = tmp_path / "bare.git"
    Git(tmp_path)("init", "-q", "--bare", str(bare))
    context = replace(released.context, project=replace(released.context.project, remote=str(bare)))

    found = announce.probe(released.plan, context)

    assert found.state is State.DONE
    assert found.why.endswith("is on no forge")
    assert "nothing" in announce.describe(released.plan, context)
    announce.apply(released.plan, context)


def test_the_description_names_the_tag_and_the_forge(released: Any) -> None:
    assert TAG in announce.describe(released.plan, released.context)
