"""Every layout has a sample, which it alone claims, and which says its version at every place."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from gonogo.project import bump, layouts, test_setup
from gonogo.project.tree import Tree


def test_every_layout_has_a_sample(samples: ModuleType) -> None:
    assert sorted(samples.NAMES) == layouts.names()


@pytest.mark.parametrize("name", layouts.names())
def test_a_sample_is_claimed_by_its_layout_alone(name: str, samples: ModuleType, tmp_path: Path) -> None:
    tree = Tree(samples.make(name, tmp_path))
    assert [found.name for found in layouts.claims(tree)] == ([] if name == "last_resort" else [name])
    assert layouts.recognise(tmp_path).name == name


@pytest.mark.parametrize("name", layouts.names())
def test_a_sample_shows_what_it_imports_and_how_it_is_tested(name: str, samples: ModuleType, tmp_path: Path) -> None:
    layout = layouts.recognise(samples.make(name, tmp_path))
    assert layout.import_names == ("demo",)
    assert test_setup.find(tmp_path).argv == ("pytest", "tests")
    assert "nothing" not in test_setup.find(tmp_path).source


@pytest.mark.parametrize("name", layouts.names())
def test_the_version_lives_at_places_or_in_the_tag(name: str, samples: ModuleType, tmp_path: Path) -> None:
    layout = layouts.recognise(samples.make(name, tmp_path))
    assert layout.from_tag == (name in samples.FROM_TAG)
    if layout.from_tag:
        assert not layout.places
    else:
        assert bump.agreed(tmp_path, layout.places) == samples.VERSION


@pytest.mark.parametrize("name", layouts.names())
def test_a_bump_moves_the_version_and_nothing_that_looks_like_it(
    name: str, samples: ModuleType, tmp_path: Path
) -> None:
    layout = layouts.recognise(samples.make(name, tmp_path))
    if layout.from_tag:
        return
    before = {path: path.read_text() for path in tmp_path.rglob("*") if path.is_file()}
    bump.write(tmp_path, layout.places, samples.VERSION, "1.3.0rc1")
    assert bump.agreed(tmp_path, layout.places) == "1.3.0rc1"
    changed = [path for path, text in before.items() if path.read_text() != text]
    assert len(changed) == len({place.path for place in layout.places})
    spelt = (samples.VERSION, samples.AS_ARGUMENTS)
    left = sum(text.count(one) for text in before.values() for one in spelt)
    still = sum(path.read_text().count(one) for path in before for one in spelt)
    assert left - still == len(layout.places)
