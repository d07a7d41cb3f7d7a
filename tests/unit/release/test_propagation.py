"""Which packages are released together follows from what is chosen, the groups, and the requirements."""

from __future__ import annotations

import pytest

from gonogo.model.plan import Raised
from gonogo.project.siblings import Need, order
from gonogo.release.group.propagation import Excluded, Rules, settle
from gonogo.version.pep440 import next_version

OLD = {"core": "1.0.0", "lib": "1.4.0", "app": "2.0.0"}


def following(name, part):
    return next_version(OLD[name], part, "", "pep440")


def needs(**requirements):
    return {
        name: tuple(Need(text.split("<")[0].split("=")[0], text) for text in requirements.get(name, ())) for name in OLD
    }


def settled(parts, given, rules=None):
    found = settle(parts, given, rules or Rules(), following)
    return {name: one.new for name, one in found.items()}


def test_nothing_follows_where_every_requirement_admits_the_new_version():
    assert settled({"core": "minor"}, needs(lib=["core<2"], app=["lib"])) == {"core": "1.1.0"}


def test_a_new_version_outside_a_requirement_releases_its_package_too_and_raises_the_bound():
    found = settle({"core": "major"}, needs(lib=["core<2"], app=["lib<2"]), Rules(), following)
    assert {name: one.new for name, one in found.items()} == {"core": "2.0.0", "lib": "1.4.1"}
    assert found["lib"].raised == (Raised("core<2", "core<3"),)
    assert found["lib"].why == "requires core<2, which excludes 2.0.0"


def test_exact_pins_follow_down_the_chain():
    chain = needs(lib=["core==1.0.0"], app=["lib==1.4.0"])
    assert settled({"core": "patch"}, chain) == {"core": "1.0.1", "lib": "1.4.1", "app": "2.0.1"}


def test_a_chosen_package_keeps_its_part_and_its_bound_follows():
    found = settle({"core": "major", "lib": "minor"}, needs(lib=["core<2"]), Rules(), following)
    assert (found["lib"].new, found["lib"].raised) == ("1.5.0", (Raised("core<2", "core<3"),))


def test_the_settings_can_refuse_to_propagate():
    with pytest.raises(Excluded, match=r"lib requires core<2, which excludes core 2\.0\.0"):
        settled({"core": "major"}, needs(lib=["core<2"]), Rules(propagates=False))
    pins = needs(lib=["core==1.0.0"])
    with pytest.raises(Excluded):
        settled({"core": "patch"}, pins, Rules(propagates=False))
    assert settled({"core": "patch", "lib": "patch"}, pins, Rules(propagates=False)) == {
        "core": "1.0.1",
        "lib": "1.4.1",
    }


def test_a_fixed_list_has_one_version_and_is_released_whole():
    rules = Rules(fixed=(("core", "app"),))
    assert settled({"core": "minor"}, needs(), rules) == {"core": "2.0.1", "app": "2.0.1"}
    assert settled({"app": "minor"}, needs(lib=["app<2.1"]), rules) == {"core": "2.1.0", "app": "2.1.0", "lib": "1.4.1"}
    assert settled({"lib": "minor"}, needs(), rules) == {"lib": "1.5.0"}


def test_linked_packages_share_the_highest_version_of_those_that_are_released():
    rules = Rules(linked=(("core", "lib", "app"),))
    assert settled({"core": "minor", "lib": "minor"}, needs(), rules) == {"core": "1.5.0", "lib": "1.5.0"}
    assert settled({"core": "patch"}, needs(), rules) == {"core": "1.0.1"}


def test_the_order_is_that_of_the_needs_and_extras_give_way_in_a_circle():
    graph = {"b": (Need("a", "a"),), "a": (Need("c", "c", optional=True),), "c": ()}
    assert order(graph) == ("c", "a", "b")
    assert order({**graph, "c": (Need("b", "b"),)}) == ("a", "b", "c")
