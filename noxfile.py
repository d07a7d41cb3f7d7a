"""gonogo's sessions, as every project has them, and those for working on gonogo itself."""

import shutil
import sys
from pathlib import Path

import nox

import gonogo

gonogo.sessions()

nox.options.sessions = ["tests", "lint", "types", "floors", "docs"]
TOOLS = Path(sys.executable).parent
STRICTEST = ["--offline", "--persona=auditor", "--no-ignores", "--no-config", "--quiet"]
LOCKED = ["--no-deps", "--require-hashes", "--only-binary", ":all:"]
WORKFLOWS = [".github/workflows/ci.yml", ".github/workflows/publish.yml"]


@nox.session(venv_backend="none", default=False)
def lint(session: nox.Session) -> None:
    """Check code, spelling, settings and workflows."""
    session.run(str(TOOLS / "ruff"), "check", ".")
    session.run(str(TOOLS / "ruff"), "format", "--check", ".")
    session.run(str(TOOLS / "typos"))
    session.run(str(TOOLS / "validate-pyproject"), "pyproject.toml")
    session.run(str(TOOLS / "zizmor"), *STRICTEST, *WORKFLOWS)
    session.run(str(TOOLS / "check-jsonschema"), "--builtin-schema", "vendor.github-workflows", *WORKFLOWS)


@nox.session(venv_backend="none", default=False)
def types(session: nox.Session) -> None:
    """Check every type, strictly."""
    session.run(str(TOOLS / "mypy"))


@nox.session(venv_backend="none", default=False)
def floors(session: nox.Session) -> None:
    """Check that packages import only from packages below them, and none from another one of its own layer."""
    session.run(str(TOOLS / "lint-imports"))


@nox.session(venv_backend="uv|virtualenv", reuse_venv=True, default=False)
def docs(session: nox.Session) -> None:
    """Build the documentation into build/docs; a warning is an error."""
    session.env["UV_SYSTEM_CERTS"] = "1"  # a machine may trust certificates that uv does not bring
    session.install(*LOCKED, "--requirement", "requirements/docs.txt")
    session.install("--no-deps", "--no-build-isolation", "--editable", ".")
    shutil.rmtree("build/docs", ignore_errors=True)
    strict = ["--fail-on-warning", "--keep-going", "--fresh-env", "--quiet"]
    session.run("sphinx-build", *strict, *session.posargs, "docs", "build/docs")


@nox.session(venv_backend="none", default=False)
def journeys(session: nox.Session) -> None:
    """Run the long tests: killed commands, the publish workflow, whole boards, unusual machines, some layouts."""
    words = ["-q", "-n", "auto", "--dist", "worksteal", "-m", "journey", "tests"]
    session.run(sys.executable, "-m", "pytest", *words, *session.posargs)


@nox.session(venv_backend="none", default=False)
def crash(session: nox.Session) -> None:
    """Kill a release at every boundary and at random moments, run the next command, and compare the result."""
    session.run(sys.executable, "tests/crash/matrix.py", *session.posargs)


@nox.session(venv_backend="none", default=False)
def layouts(session: nox.Session) -> None:
    """Release one generated project of each layout, from init to verify; NAME and --full take every version scheme."""
    session.run(sys.executable, "-m", "tests.samples.journeys", *session.posargs)


@nox.session(venv_backend="none", default=False)
def bench(session: nox.Session) -> None:
    """Compare the speed of gonogo with that of the bare tools, in one run; ratios, never seconds."""
    session.run(sys.executable, "-m", "benchmarks", *session.posargs)


@nox.session(venv_backend="none", default=False)
def lock(session: nox.Session) -> None:
    """Write the lock files again, from releases that are at least a week old."""
    session.run(sys.executable, "requirements/lock.py", *session.posargs)
