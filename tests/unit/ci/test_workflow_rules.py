"""Every workflow rule has been seen GO on our workflows and NO-GO on a mutated one."""

from collections.abc import Callable

import pytest

from gonogo import ci
from gonogo.ci.workflow import Workflow
from gonogo.ci.workflow_rules import Rule, all_rules
from gonogo.model.project import Project

Mutate = Callable[..., Workflow]
RULES = {one.name: one.check for one in all_rules()}
PIN = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1"
CHECKOUT = f"    steps:\n      - uses: {PIN}\n"
IDENTITY = "      id-token: write # trusted publishing and attestations; nothing of the project runs in this job\n"
GUARD = "startsWith(github.ref, 'refs/tags/v') && !github.event.repository.fork"
PYPI_IF = f"    if: inputs.index != 'testpypi' && {GUARD}\n"
TAG = 'nox -s build tests check -- --tag "$GITHUB_REF_NAME" --to "$TARGET" --into handed'
SAME = "hashFiles('handed/dist/*') == needs.validate.outputs.files-hash"
HASHES = SAME + " && 'handed/dist' || 'refused-other-bytes'"
TAGS = '    tags:\n      - "v*.*.*"\n'
GROUP = "  group: publish-${{ github.repository }}-${{ github.ref }}\n"

BROKEN = {
    "top_permissions_are_empty": [("permissions: {}", "permissions: write-all"), ("permissions: {}\n", "")],
    "jobs_name_their_permissions": [
        ("    permissions:\n      contents: read # to check the commit out\n", ""),
        (
            "    permissions:\n      contents: read # to check the commit out\n",
            "    permissions: write-all\n",
        ),
    ],
    "identity_jobs_run_nothing": [
        (IDENTITY + "    steps:\n", IDENTITY + "    steps:\n      - run: pip --version\n"),
        (IDENTITY + "    steps:\n", IDENTITY + CHECKOUT),
    ],
    "identity_is_apart_from_contents": [(IDENTITY, IDENTITY + "      contents: write\n")],
    "triggers_are_safe": [
        ("  release:\n", "  pull_request_target:\n  release:\n"),
        ("  release:\n", "  pull_request:\n  release:\n"),
        ("  release:\n", "  workflow_run:\n    workflows: [CI]\n  release:\n"),
    ],
    "actions_are_pinned": [
        (PIN, "actions/checkout@v7"),
        (PIN, "actions/checkout@3d3c42e"),
        (PIN, "docker://alpine:3"),
    ],
    "checkouts_keep_no_credentials": [
        ("          persist-credentials: false\n", ""),
        ("persist-credentials: false", "persist-credentials: true"),
    ],
    "commands_hold_no_expressions": [('--tag "$GITHUB_REF_NAME"', '--tag "${{ github.ref_name }}"')],
    "releases_use_no_cache": [('          cache: ""\n', ""), ('cache: ""', "cache: pip")],
    "build_is_apart_from_publish": [
        (IDENTITY + "    steps:\n", IDENTITY + "    steps:\n      - run: python -m build\n"),
        ("uses: actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c", f"uses: {PIN}"),
    ],
    "publishers_have_an_environment": [("    environment:\n      name: pypi\n", "")],
    "no_secret_is_used": [
        ("${{ github.token }}", "${{ secrets.GITHUB_TOKEN }}"),
        ("${{ github.token }}", "${{ secrets['X'] }}"),
    ],
    "installs_are_pinned_by_hash": [("--require-hashes ", "")],
    "artifacts_are_taken_by_digest": [
        ("artifact-ids: ${{ needs.validate.outputs.artifact-id }}", "name: release"),
        ("digest-mismatch: error", "digest-mismatch: warn"),
        ("${{ " + HASHES + " }}", "handed/dist"),
    ],
    "uploads_must_find_files": [
        ("          if-no-files-found: error\n", ""),
        ("overwrite: false", "overwrite: true"),
    ],
    "publish_options_are_strict": [
        ("skip-existing: false", "skip-existing: true"),
        ("          print-hash: true\n", ""),
        ("attestations: true", "attestations: false"),
        ("verify-metadata: true", "verify-metadata: false"),
    ],
    "runs_are_in_a_group": [
        ("concurrency:\n" + GROUP + "  cancel-in-progress: false\n", ""),
        (GROUP, "  group: publish-${{ github.run_id }}\n"),
    ],
    "a_publish_is_not_cancelled": [("cancel-in-progress: false", "cancel-in-progress: true")],
    "only_releases_publish": [
        (TAGS, "    branches: [main]\n"),
        ('"v*.*.*"', '"*"'),
        ("types: [published]", "types: [created]"),
        ("  release:\n", "  schedule: []\n  release:\n"),
    ],
    "publishers_are_guarded": [
        (PYPI_IF, ""),
        (PYPI_IF, "    if: startsWith(github.ref, 'refs/tags/v')\n"),
        (PYPI_IF, PYPI_IF.replace("&& !", "|| !")),
    ],
    "tag_equals_version": [(TAG, "nox -s build tests check")],
    "failures_stop_the_way": [
        (TAG, TAG + " || true"),
        ("        id: hash\n", "        id: hash\n        continue-on-error: true\n"),
        (PYPI_IF, PYPI_IF.replace("if: ", "if: always() && ")),
    ],
    "jobs_have_time_limits": [
        ("    timeout-minutes: 45\n", ""),
        ("timeout-minutes: 45", "timeout-minutes: 0"),
    ],
    "runners_are_named_by_version": [
        ("ubuntu-24.04", "ubuntu-latest"),
        ("ubuntu-24.04", "[self-hosted, linux]"),
    ],
}


def test_there_are_the_24_rules_and_each_is_seen_broken() -> None:
    assert len(RULES) == 24
    assert set(BROKEN) == set(RULES)


@pytest.mark.parametrize("name", RULES)
def test_our_workflows_keep_the_rule(
    name: str, make_project: Callable[..., Project], render_several: Callable[[], dict[str, str]]
) -> None:
    for path, text in (*ci.render(make_project()).items(), *render_several().items()):
        if "workflows" in path:
            assert RULES[name](Workflow.parse(text, path)) == []


@pytest.mark.parametrize(("name", "change"), [(name, change) for name, changes in BROKEN.items() for change in changes])
def test_a_broken_workflow_is_found_and_shown_how_to_fix(name: str, change: tuple[str, str], mutated: Mutate) -> None:
    findings = RULES[name](mutated(change))

    assert findings
    assert all(finding.code and finding.what and finding.where and finding.fix for finding in findings)


@pytest.mark.parametrize("one", all_rules(), ids=lambda one: one.name)
def test_every_rule_says_what_should_be_true_and_why(one: Rule) -> None:
    statement, _, why = (one.breaches.__doc__ or "").partition("\n\n")
    assert statement.endswith(".")
    assert why.strip().endswith(".")


def test_a_plain_ci_workflow_is_not_held_to_the_rules_of_publishing() -> None:
    text = "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo ${{ secrets.X }}\n"
    workflow = Workflow.parse(text, "ci.yml")

    assert RULES["no_secret_is_used"](workflow) == []
    assert RULES["only_releases_publish"](workflow) == []


def test_an_image_from_a_matrix_is_looked_up() -> None:
    text = (
        "on: push\njobs:\n  a:\n    strategy:\n      matrix:\n        os: [ubuntu-24.04, windows-latest]\n"
        "    runs-on: ${{ matrix.os }}\n    steps: []\n"
    )
    (finding,) = RULES["runners_are_named_by_version"](Workflow.parse(text, "ci.yml"))

    assert "windows-latest" in finding.what
