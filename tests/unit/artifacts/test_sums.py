"""Hashes in a tag: which of the files that it names are of a package, when other packages share the tag."""

from __future__ import annotations

import pytest

from gonogo.artifacts import sums
from gonogo.model.manifest import Manifest

MANIFEST = Manifest("my.pkg", "1.0", "0" * 40, 0, ())


@pytest.mark.parametrize("name", ["my-pkg-1.0.tar.gz", "my_pkg-1.0.tar.gz", "my_pkg-1.0-py3-none-any.whl"])
def test_a_file_of_the_package_is_missed_however_its_name_is_spelt(name):
    (found,) = sums.compare(sums.Sums({name: "0" * 64}), MANIFEST, (), "v1.0")
    assert found.what == f"v1.0 names {name}, which is not built here"


@pytest.mark.parametrize("name", ["my-1.0.tar.gz", "my_pkg_core-1.0.tar.gz", "pkg-1.0-py3-none-any.whl"])
def test_a_file_of_another_package_is_not(name):
    assert list(sums.compare(sums.Sums({name: "0" * 64}), MANIFEST, (), "v1.0")) == []
