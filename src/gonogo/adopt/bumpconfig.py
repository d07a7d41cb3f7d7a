"""The configuration of bump-my-version that is there: nothing is written, and one that was left behind is reported."""

from collections.abc import Iterator

from gonogo.adopt.change import Note
from gonogo.adopt.site import Site
from gonogo.project.bump import left_behind, own_config


def propose(site: Site) -> Iterator[Note]:
    """Report a configuration that names an older release than the present one."""
    own = own_config(site.root)
    said = left_behind(site.root, own, site.version) if own else ""
    if own and said:
        what = f"bumpversion in {own.path} says {said}, and {site.version} is released: it is not followed"
        fix = f"remove it; or, if it is still used, set current_version to {site.version}"
        yield Note(what, fix)
