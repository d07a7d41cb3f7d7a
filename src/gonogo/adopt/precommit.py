"""The hook that asks for a note, where a project uses pre-commit: beside the hooks that are there."""

import re
from collections.abc import Iterator
from textwrap import indent
from typing import Any

from gonogo.adopt.change import FileChange, Note, change
from gonogo.adopt.changelog import means_none
from gonogo.adopt.site import Site, rendered

PATH = ".pre-commit-config.yaml"
OURS = re.compile(r"news --check|gonogo-news")  # signs that a hook asks for a note already
INSTALL = "pre-commit install --hook-type pre-push"
_ITEM = re.compile(r"^(?P<indent> *)- repo:", re.MULTILINE)


def propose(site: Site) -> Iterator[FileChange | Note]:
    """Propose the hook where pre-commit is used and a changelog is kept; where it cannot be written, say so."""
    text = site.tree.text(PATH)
    if not text or OURS.search(text) or (site.changelog_kind == "none" and means_none(site.tree, site.releases)):
        return
    after = with_hook(text)
    if not after:
        yield Note(f"{PATH} is of a form that is not changed here", "let a hook run: gonogo news --check")
        return
    yield change(site.root, PATH, after)
    yield Note("the hook that asks for a note runs before a push, once it is installed", INSTALL)


def with_hook(text: str) -> str:
    """Return pre-commit's configuration with the hook below the others; empty where that would change anything else."""
    items = list(_ITEM.finditer(text))
    if not items:
        return ""
    spaces = items[-1]["indent"]
    rest = text[items[-1].end() :]
    following = re.search(rf"^(?! |#|$|{spaces}- )", rest, re.MULTILINE)
    at = items[-1].end() + (following.start() if following else len(rest))
    hook = indent(rendered("precommit.yaml.jinja"), spaces)
    after = f"{text[:at].rstrip()}\n{hook}{text[at:]}"
    before, now = loaded(text), loaded(after)
    same = isinstance(before, dict) and isinstance(now, dict) and {**now, "repos": now["repos"][:-1]} == before
    return after if same else ""


def loaded(text: str) -> Any:
    """Return what a YAML file says; None for one that cannot be read."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(typ="safe", pure=True).load(text)
    except YAMLError:
        return None
