"""Every wheel contains what a wheel should, as check-wheel-contents finds."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from gonogo.artifacts.builder import wheel_from
from gonogo.checks.reader import Reader
from gonogo.model.errors import counted, shown
from gonogo.model.verdict import Examined, Finding, claiming
from gonogo.system import toml
from gonogo.system.folders import temporary

NEEDS = frozenset({"tree", "artifacts"})
ADVICE = frozenset({"W002", "W009"})  # findings that many sound wheels have: equal files, several import packages
FIX = "fix the wheel's contents, or, if it is intended, add the code to `ignore` in [tool.check-wheel-contents]"


def check(reader: Reader) -> Examined:
    """Let check-wheel-contents look at each wheel, or at the one that an sdist gives, with the project's settings."""
    config = reader.tree / "pyproject.toml"
    strict = "check-wheel-contents" in toml.read(config).get("tool", {})
    with temporary() as folder:
        wheels = reader.wheels or tuple(wheel_from(path, folder, reader.manifest.epoch) for path in reader.sdists)
        findings = [one for path in wheels for one in faults(path, config, strict=strict)]
    return claiming(len(wheels), findings, f"{counted(len(wheels), 'wheel')} passed check-wheel-contents")


def faults(path: Path, config: Path, *, strict: bool) -> Iterator[Finding]:
    """Yield what check-wheel-contents finds in a wheel; `strict` makes advice of ours block."""
    from zipfile import BadZipFile

    from check_wheel_contents.checker import NO_CONFIG, WheelChecker
    from check_wheel_contents.contents import WheelContents
    from check_wheel_contents.errors import UserInputError, WheelValidationError

    checker = WheelChecker()
    try:
        checker.configure_options(configpath=str(config) if config.is_file() else NO_CONFIG)
        failed = checker.check_contents(WheelContents.from_wheel(str(path)))
    except (UserInputError, WheelValidationError, BadZipFile, ValueError, OSError) as error:
        yield Finding("wheel-unreadable", shown(error), path.name, FIX)
        return
    for one in failed:
        code, members = one.check.name, ", ".join(one.args)
        what = shown(f"{one.check.value}: {members}" if members else one.check.value)
        yield Finding(code, what, path.name, FIX, strict or not harmless(code, one.args))


def harmless(code: str, members: Sequence[str]) -> bool:
    """Return whether a finding is one that many sound wheels have.

    A module that no import statement can name (`data/unicode10-0-0.py`) is sound below a package: it may be loaded
    by its name as a text. At the top it is not. There stubs are (`demo.pyi`), of a module that lies beside them.
    """
    if code == "W003" and all(member.endswith(".pyi") for member in members):
        return True
    return code in ADVICE or (code == "W004" and all(below_package(member) for member in members))


def below_package(member: str) -> bool:
    """Return whether a member of a wheel lies in a folder that can be imported, or in one of stubs (PEP 561)."""
    top, _, rest = member.partition("/")
    return bool(rest) and top.removesuffix("-stubs").isidentifier()
