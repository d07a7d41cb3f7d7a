from __future__ import annotations

import textwrap
from dataclasses import replace

import pytest

from gonogo.model.errors import CouldNotTell
from gonogo.model.index import Index
from gonogo.model.stage import State
from gonogo.release.steps import publish, verify

WHEEL, SDIST = "talker-2.0-py3-none-any.whl", "talker-2.0.tar.gz"


def codes(examined) -> set[str]:
    return {finding.code for finding in examined.findings}


def test_a_whole_release_is_installed_from_wheel_and_sdist_and_run(released, talker):
    plan, context = released(talker, smoke=("talk", "something"))
    examined = verify.examine(plan, context)
    assert examined.findings == ()
    assert (examined.count, examined.note) == (4, "2 files read back; run from wheel and sdist")


def test_the_verdict_is_kept_and_the_step_is_done_until_the_index_changes(released, talker, small):
    plan, context = released(talker)
    assert verify.probe(plan, context).state is State.TODO
    verify.apply(plan, context)
    assert verify.probe(plan, context).state is State.DONE
    small.held[SDIST] = b"other"
    assert verify.probe(plan, context).state is State.CONFLICT


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        (SDIST, b"other", "other-bytes"),
        ("talker-2.0-py2-none-any.whl", b"theirs", "foreign-file"),
        (SDIST, None, "not-served"),
    ],
)
def test_an_index_that_serves_otherwise_is_found(released, talker, small, monkeypatch, name, content, code):
    monkeypatch.setattr(verify, "SHOWN_SECONDS", 0.2)
    plan, context = released(talker)
    small.held.update({name: content}) if content else small.held.pop(name)
    assert codes(verify.examine(plan, context)) == {code}
    with pytest.raises(verify.NotAsJudged):
        verify.apply(plan, context)


def test_a_right_hash_over_wrong_bytes_is_found_by_fetching_them_back(released, talker, small):
    plan, context = released(talker)
    page = small.page()
    small.page = lambda: page
    content = bytearray(small.held[WHEEL])
    content[100] ^= 1
    small.held[WHEEL] = bytes(content)
    assert codes(verify.examine(plan, context)) == {"other-bytes"}


def test_a_package_that_cannot_be_imported_or_run_is_found(released, talker):
    talker["talker/__init__.py"] = "import nowhere_at_all\n"
    plan, context = released(talker)
    assert codes(verify.examine(plan, context)) == {"import-fails", "script-fails"}


def test_a_script_that_asks_for_an_extra_by_name_gets_it(released, talker):
    extra = 'optional-dependencies = { cli = ["iniconfig"] }'
    talker["pyproject.toml"] = talker["pyproject.toml"].replace("scripts =", f"{extra}\n        scripts =")
    talker["talker/__init__.py"] += textwrap.dedent("""
        _say = main
        def main():
            try:
                import iniconfig
            except ImportError:
                raise SystemExit('it is not whole: pip install "talker[cli]"')
            return _say()
        """)
    plan, context = released(talker)
    assert verify.examine(plan, context).findings == ()


def test_a_package_that_asks_for_an_extra_on_import_gets_it(released, talker):
    extra = 'optional-dependencies = { d = ["iniconfig"] }'
    talker["pyproject.toml"] = talker["pyproject.toml"].replace("scripts =", f"{extra}\n        scripts =")
    asks = (
        "try:\n    import iniconfig\nexcept ImportError:\n    raise ImportError('`pip install talker[d]`') from None\n"
    )
    talker["talker/__init__.py"] = asks + talker["talker/__init__.py"]
    plan, context = released(talker)
    assert verify.examine(plan, context).findings == ()


def test_a_failing_smoke_command_is_found(released, talker):
    plan, context = released(talker, smoke=("python", "-c", "raise SystemExit('smoke!')"))
    found = verify.examine(plan, context).findings
    assert {finding.code for finding in found} == {"smoke-fails"}
    assert "smoke!" in found[0].what


def test_a_wheel_of_the_wrong_version_inside_is_found(released, talker):
    plan, context = released(talker)
    manifest = context.manifest(plan)
    other = replace(manifest, version="2.1")
    inspected = verify.installed.Inspected("2.0", (), (), {})
    assert [one.code for one in verify.installed.of_version(inspected, other)] == ["version-differs"]


def test_dependencies_come_from_where_pip_is_configured(released, talker):
    needs = 'dependencies = ["iniconfig"]\nscripts ='
    talker["pyproject.toml"] = talker["pyproject.toml"].replace("scripts =", needs)
    talker["talker/__init__.py"] = "import iniconfig\n" + talker["talker/__init__.py"]
    plan, context = released(talker)
    assert verify.examine(plan, context).findings == ()


def test_an_index_that_cannot_be_asked_is_could_not_tell(released, talker, monkeypatch):
    monkeypatch.setattr(verify, "SHOWN_SECONDS", 0.1)
    plan, context = released(talker)
    gone = replace(context, index=Index("gone", "http://127.0.0.1:9/", "http://127.0.0.1:9/"))
    with pytest.raises(CouldNotTell):
        verify.examine(plan, gone)


def test_a_proxy_is_never_taken_to_this_machine(released, talker, small, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    plan, context = released(talker)
    small.held.clear()
    publish.apply(plan, context)
    assert verify.examine(plan, context).findings == ()
