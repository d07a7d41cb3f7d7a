"""H43 to H51: broken and hostile configuration is refused by key and value, before anything is made."""

from __future__ import annotations

import pytest

from gonogo.model.errors import Status


def pyproject(sample):
    return (sample.folder / "pyproject.toml").read_text()


def put(sample, content):
    (sample.folder / "pyproject.toml").write_bytes(content if isinstance(content, bytes) else content.encode())
    sample.git("add", "--all")
    sample.git("commit", "-qm", "spoilt")


def with_settings(text):
    return lambda old: f"{old}\n[tool.gonogo]\n{text}\n"


def with_place(path):
    return with_settings(f"places = [{{path = '{path}', search = 'x {{version}}'}}]")


def towncrier(old, new):
    return lambda text: text.replace(old, new)


BROKEN = {
    "H43 syntax": (lambda old: old + "\nx = = 1\n", "line 28, column 5"),
    "H43 duplicate": (lambda old: old + '\n[project]\nname = "x"\n', "pyproject.toml"),
    "H43 nul": (lambda old: old + "\nx = '\0'\n", "pyproject.toml"),
    "H43 latin-1": (lambda old: old.encode() + b"# caf\xe9\n", "pyproject.toml"),
    "H43 50 MB": (lambda old: old + "# " + "x" * 5_000_000, "larger than"),
    "H43 deep": (lambda old: old + f"\nx = {'[' * 10_000}{']' * 10_000}\n", "pyproject.toml"),
    "H44 number": (lambda old: old.replace('"1.0.0"', "1"), "version"),
    "H44 misspelt": (with_settings("brunch = 'main'"), "did you mean branch?"),
    "H44 type": (with_settings("pythons = '3.11'"), "tool.gonogo.pythons must be a list"),
    "H44 inf": (with_settings("branch = inf"), "tool.gonogo.branch"),
    "H44 tag": (with_settings("tag = '{version:>99999999999}'"), "tool.gonogo.tag"),
    "H44 message": (with_settings("message = '{version.__class__}'"), "tool.gonogo.message"),
    "H44 bad tag": (with_settings("tag = 'v {version}~'"), "v 1.1.0~"),
    "H45 up": (with_place("../outside"), "../outside"),
    "H45 absolute": (with_place("/etc/hostname"), "/etc/hostname"),
    "H45 home": (with_place("~/x"), "~/x"),
    "H45 address": (with_place("file:x"), "file:x"),
    "H45 changelog": (with_settings("changelog = '../x.md'"), "tool.gonogo.changelog"),
    "H45 fragments": (towncrier('directory = "changelog.d"', 'directory = "../out"'), "../out"),
    "H45 file": (towncrier('filename = "CHANGELOG.md"', 'filename = "../x.md"'), "../x.md"),
    "H46 config": (with_place(".git/config"), ".git/config"),
    "H46 hook": (with_place(".git/hooks/pre-push"), ".git/hooks/pre-push"),
    "H46 case": (with_place(".GIT/config"), ".GIT/config"),
    "H46 workflow": (with_place(".github/workflows/x.yml"), ".github/workflows/x.yml"),
    "H46 lock": (with_settings("locks = ['.git/index.lock']"), "tool.gonogo.locks"),
    "H47 template": (with_settings("template = 'x'"), "tool.gonogo.template is not a setting"),
    "H47 shell": (with_settings("hooks = {after-prepare = ['touch PWNED']}"), "after-prepare"),
    "H48 pattern": (with_settings("places = [{path = 'README.md', pattern = '(a+)+$'}]"), "path, key, search"),
    "H49 name": (lambda old: old.replace('"demo-sample"', '"-demo!"'), "-demo!"),
    "H49 escape": (lambda old: old.replace('"demo-sample"', '"demo\\u001b[31m"'), "demo\\x1b"),
    "H51 no project": (lambda _: "[tool.ruff]\n", "pyproject.toml"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_configuration_that_cannot_be_is_refused(sample, refused, name):
    spoil, said = BROKEN[name]
    put(sample, spoil(pyproject(sample)))
    refused(said, part="minor")
    assert not list(sample.folder.parent.rglob("*PWNED*"))


def test_h45_a_place_behind_a_link_is_refused(sample, refused, tmp_path):
    (tmp_path / "outside").write_text("x 1.0.0\n")
    (sample.folder / "inside").symlink_to(tmp_path / "outside")
    put(sample, with_place("inside")(pyproject(sample)))
    refused("inside", "link", part="minor")
    assert (tmp_path / "outside").read_text() == "x 1.0.0\n"


TEMPLATES = ["{{ ''.__class__.__mro__ }}", "{{ x['__class__'] }}", "{{ x | attr('y') }}", "{% include '/etc/passwd' %}"]


@pytest.mark.parametrize("template", TEMPLATES)
def test_h47_a_template_that_reaches_for_internals_is_refused(sample, refused, template):
    sample.write("changelog.d/t.jinja", template)
    put(sample, pyproject(sample) + 'template = "changelog.d/t.jinja"\n')
    refused("towncrier cannot make the changelog", part="minor")


def test_h47_a_template_outside_the_project_is_refused(sample, refused, tmp_path):
    (tmp_path / "t.jinja").write_text("secret")
    put(sample, pyproject(sample) + f'template = "{tmp_path}/t.jinja"\n')
    refused("outside the project", part="minor")


def test_h51_a_project_in_a_folder_of_the_repository_is_the_one_that_is_released(sample):
    sample.commit("pkg/pyproject.toml", pyproject(sample).replace("demo-sample", "other"))
    assert sample.bump().exit_status is Status.GO
    assert 'version = "1.0.0"' in (sample.folder / "pkg/pyproject.toml").read_text()
    assert 'version = "1.1.0"' in pyproject(sample)


def test_h43_a_byte_order_mark_is_refused_since_no_build_tool_reads_past_it(sample, refused):
    put(sample, b"\xef\xbb\xbf" + pyproject(sample).encode())
    refused("pyproject.toml", part="minor")
