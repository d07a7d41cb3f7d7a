"""A template of the project is rendered in a sandbox with limits, and towncrier imports none of its packages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from gonogo.changelog import sandbox, towncrier
from gonogo.changelog.configuration import TowncrierRefused
from gonogo.changelog.release import Release

Tree = Callable[[dict[str, str | bytes]], Path]
RELEASE = Release("1.3.0", date(2026, 11, 23), "demo")
PYPROJECT = '[project]\nname = "demo"\n[tool.towncrier]\ndirectory = "d"\nfilename = "NEWS.md"\ntemplate = "%s"\n'

HOSTILE = {
    "globals": "{{ cycler.__init__.__globals__.os.system('touch PWNED') }}",
    "get_indent": "{{ get_indent.__globals__['sys'].exit(0) }}",
    "format": "{{ '{0.__class__.__mro__}'.format(sections) }}",
    "attr": "{{ sections|attr('__class__') }}",
    "subclasses": "{{ ''['__class__']['__mro__'][1]['__subclasses__']() }}",
    "changing": "{{ sections.clear() }}",
    "include": "{% include '/etc/passwd' %}",
    "range": "{% for a in range(10**9) %}x{% endfor %}",
    "size": "{% for a in range(90000) %}{{ 'x' * 1000 }}{% endfor %}",
    "memory": "{{ 'x' * 10**10 }}",
    "syntax": "{% if %}",
    "bug": "{{ 1 // 0 }}",
}


def outcome(root: Path) -> str:
    """Return the section that a template makes, or why it is refused."""
    try:
        return towncrier.preview(root, RELEASE, "").strip()
    except TowncrierRefused as error:
        return error.sentence


@pytest.mark.parametrize("template", HOSTILE.values(), ids=HOSTILE)
def test_a_template_reaches_nothing_and_has_limits(template: str, tree: Tree) -> None:
    root = tree({"pyproject.toml": PYPROJECT % "t.md", "t.md": template, "d/1.feature.md": "One."})
    said = outcome(root)
    assert said == "" or "template" in said
    assert not list(root.rglob("PWNED"))


def test_a_template_that_does_not_end_is_ended(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "CPU_SECONDS", 1)
    loops = "{% set r = range(9999)|list %}" + "{% for a in r %}" * 4 + "{% endfor %}" * 4
    root = tree({"pyproject.toml": PYPROJECT % "t.md", "t.md": loops, "d/1.feature.md": "One."})
    with pytest.raises(TowncrierRefused, match="more than 1 seconds"):
        towncrier.preview(root, RELEASE, "")


def test_a_preview_imports_no_package_of_the_project(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sister: towncrier finds a template `package:name` by importing the package."""
    files: dict[str, str | bytes] = {
        "evil/__init__.py": "open('PWNED', 'w')",
        "evil/t.md": "x",
        "d/1.feature.md": "One.",
    }
    root = tree({"pyproject.toml": PYPROJECT % "evil:t.md", **files})
    monkeypatch.chdir(root)
    monkeypatch.syspath_prepend(str(root))
    with pytest.raises(TowncrierRefused, match="by its path"):
        towncrier.preview(root, RELEASE, "")
    assert not list(root.rglob("PWNED"))


def test_markup_in_a_note_is_text_for_a_template_too(tree: Tree) -> None:
    template = "{% for c in sections[''].values() %}{% for n in c %}{{ n }}{% endfor %}{% endfor %}"
    root = tree({"pyproject.toml": PYPROJECT % "t.md", "t.md": template, "d/1.feature.md": "{{ 7*7 }} {% raw %}"})
    assert towncrier.preview(root, RELEASE, "") == "{{ 7*7 }} {% raw %}\n"
