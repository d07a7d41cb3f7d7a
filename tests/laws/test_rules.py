"""Every rule of the book says what is wrong, why and how to fix it, names its source and examples, and has a case."""

import ast
import inspect
import sys
from pathlib import Path

import pytest

from gonogo.commands import rules as rules_command
from gonogo.pypi_rules.artifact import open_artifact
from gonogo.pypi_rules.book import rules
from gonogo.pypi_rules.clients import upload_by
from gonogo.pypi_rules.rule import Kind, Stage

SAMPLES = Path(__file__).parents[1] / "samples"
sys.path.insert(0, str(SAMPLES))

from artifacts import sdist, wheel  # noqa: E402  # samples are no package


def cased():
    """Return the codes that the case files list, read without running them."""
    codes = set()
    for path in (SAMPLES / "rules").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "CASES":
                codes |= {key.value for key in node.value.keys}
    return codes


def test_every_rule_has_a_case_on_which_it_is_silent_and_one_on_which_it_speaks():
    assert {rule.code for rule in rules()} == cased()


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_a_rule_shows_its_user_everything(rule):
    whole = inspect.cleandoc(rule.doc)
    assert whole.count("\nFix: ") == 1
    assert rule.fix.endswith(".")
    assert rule.accepts
    assert rule.refuses
    assert rule.source


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_a_rule_has_a_stage_a_status_and_a_kind(rule):
    assert rule.stage in set(Stage)
    assert rule.status in {400, 403, 409, 500}
    assert (rule.kind is Kind.REFUSAL) == (rule.place < Stage.HAZARD)


def on_form(rule, fields, folder):
    """Return what a rule finds in a sound wheel's form with some fields set."""
    upload = upload_by("twine", open_artifact(wheel(folder)))
    upload.form.update({name: value if isinstance(value, list) else [value] for name, value in fields.items()})
    return list(rule.faults(upload))


@pytest.mark.parametrize(
    "rule", [one for one in rules() if not isinstance(one.refuses, str)], ids=lambda rule: rule.code
)
def test_a_rule_on_the_form_accepts_and_refuses_its_examples(rule, tmp_path):
    assert on_form(rule, rule.accepts, tmp_path) == []
    assert on_form(rule, rule.refuses, tmp_path)


def as_named(rule, name, folder):
    """Return what a rule finds in a sound file that is sent under another name."""
    make = wheel if name.endswith(".whl") else sdist
    return list(rule.faults(upload_by("twine", open_artifact(make(folder), name))))


ON_NAMES = [one for one in rules() if one.stage in {Stage.FILE_NAME, Stage.NAME} and "licence" not in one.code]


@pytest.mark.parametrize("rule", ON_NAMES, ids=lambda rule: rule.code)
def test_a_rule_on_names_accepts_and_refuses_its_examples(rule, tmp_path):
    assert as_named(rule, rule.accepts, tmp_path) == []
    assert as_named(rule, rule.refuses, tmp_path)


def test_no_two_rules_have_one_name_or_one_place():
    codes = [rule.code for rule in rules()]
    places = [rule.place for rule in rules()]
    assert len(codes) == len(set(codes))
    assert len(places) == len(set(places))


def test_the_board_of_rules_names_each_with_its_test():
    board = rules_command.rules()
    assert [row.name for row in board.rows] == [rule.code for rule in rules()]
    assert all(rules_command.SHOWN_BY in row.note for row in board.rows)
    assert (SAMPLES.parent / "unit/pypi_rules" / Path(rules_command.SHOWN_BY).name).is_file()


def test_rules_do_no_input_or_output_and_know_no_clock():
    forbidden = {"open", "requests", "socket", "subprocess", "os", "time", "urllib"}
    for rule in rules():
        tree = ast.parse(inspect.getsource(sys.modules[rule.faults.__module__]))
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert not names & forbidden, rule.code
