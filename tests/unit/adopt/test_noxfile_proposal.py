"""noxfile.py: new, or gonogo's sessions beside those that are there."""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest

Propose = Callable[..., tuple[dict[str, str], list[str]]]

OWN = '''\
#!/usr/bin/env python
"""Sessions."""

from __future__ import annotations

import nox

nox.options.sessions = ["lint"]


@nox.session
def lint(session: nox.Session) -> None:
    session.run("ruff")


if __name__ == "__main__":
    nox.main()
'''


def test_a_new_noxfile_carries_its_script_metadata(propose: Propose) -> None:
    text = propose({})[0]["noxfile.py"]
    assert text.startswith("# /// script\n")
    assert '# dependencies = ["nox", "gonogo"]\n' in text
    assert text.endswith("import gonogo\n\ngonogo.sessions()\n")


def test_sessions_that_are_there_stay(propose: Propose) -> None:
    text = propose({"noxfile.py": OWN})[0]["noxfile.py"]
    assert text.startswith("#!/usr/bin/env python\n# /// script\n")
    assert "import nox\nimport gonogo\n" in text
    assert 'session.run("ruff")\n\n\ngonogo.sessions()\n\n\nif __name__' in text
    kept = [line for line in OWN.splitlines() if line]
    assert [line for line in text.splitlines() if line in kept] == kept
    ast.parse(text)


def test_the_second_time_nothing_changes(propose: Propose) -> None:
    text = propose({"noxfile.py": OWN})[0]["noxfile.py"]
    assert "noxfile.py" not in propose({"noxfile.py": text})[0]


@pytest.mark.parametrize(
    "own",
    [
        "import nox\n\n@nox.session\ndef tests(session): ...\n",
        'import nox\n\n@nox.session(name="build", python="3.12")\ndef own(session): ...\n',
        "from nox import session\n\n@session\ndef build(s): ...\n",
    ],
)
def test_names_that_clash_get_a_prefix_and_are_reported(own: str, propose: Propose) -> None:
    changes, notes = propose({"noxfile.py": own})
    assert 'gonogo.sessions(prefix="gonogo-")' in changes["noxfile.py"]
    assert any("sessions of its own" in note for note in notes)


def test_script_metadata_that_is_there_is_completed(propose: Propose) -> None:
    block = (
        '# /// script\n# dependencies = [\n#   "nox>=2025",  # ours\n# ]\n#\n# [tool.uv]\n# x = 1\n# ///\nimport nox\n'
    )
    text = propose({"noxfile.py": block})[0]["noxfile.py"]
    head = text.partition("import nox")[0]
    assert '"nox>=2025"' in head
    assert '"gonogo"' in head
    assert "# ours" in head
    assert "# [tool.uv]\n# x = 1\n# ///\n" in head
    assert '"nox"' not in head


def test_an_import_that_only_the_user_knows_is_reported(propose: Propose) -> None:
    changes, notes = propose({"noxfile.py": "import nox\nimport yaml\nimport local\n", "local.py": ""})
    assert "# /// script" not in changes["noxfile.py"]
    assert any("imports yaml," in note for note in notes)


def test_line_ends_are_those_of_the_file(propose: Propose) -> None:
    changes, _ = propose({"noxfile.py": OWN.replace("\n", "\r\n")})
    assert "\r" not in changes["noxfile.py"]
