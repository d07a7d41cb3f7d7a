"""The lock of the tools that release: what CI installs, every distribution by its hashes and without an address."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from gonogo.adopt.change import FileChange, Note, change
from gonogo.artifacts import environments
from gonogo.model.errors import GonogoError, Undecided
from gonogo.project.tree import Tree, strings
from gonogo.system import process, writing
from gonogo.system.folders import temporary

SOURCE = "requirements/release.in"
LOCK = "requirements/release.txt"
COMPILE = ("pip", "compile", "--universal", "--generate-hashes", "--python-version", "3.10")
COMMAND = f"uv {' '.join(COMPILE)} --output-file {LOCK} {SOURCE}"
HEAD = f"# The tools that release this project, and what builds it; lock them with:\n#   {COMMAND}\n"
FROM = (
    "make its wheel from a clone of gonogo: python -m pip wheel --no-deps --wheel-dir requirements PATH/TO/CLONE && "
    "gonogo init --from requirements/gonogo-*.whl"
)
SECONDS = 300.0
UV = "uv>=0.11"
_GONOGO = re.compile(r"(?:[^#\s]*/)?gonogo(?:-\d|[\s\[=<>!~;@#]|$)")
_INSTALLED = re.compile(r"""(?m)^# .*["']gonogo["']|additional_dependencies: \[gonogo\]""")
"""What lets uvx or pre-commit install gonogo."""


class WheelUnfit(GonogoError):
    text = "{path} is not a wheel of gonogo: {why}"
    hint_text = FROM


class LockNotMade(Undecided):
    text = "{lock} was not made: {why}"
    hint_text = f"check that the package index answers, then: gonogo init; if gonogo is not on it: {FROM}"


def named(wheel: str) -> Path | None:
    """Return the wheel of gonogo that was named, None for none; WheelUnfit for anything else."""
    from packaging.utils import InvalidWheelFilename, parse_wheel_filename

    if not wheel:
        return None
    path = Path(wheel).resolve()
    try:
        name = parse_wheel_filename(path.name)[0]
    except InvalidWheelFilename as error:
        raise WheelUnfit(path=wheel, why="its name is none of a wheel") from error
    if name != "gonogo" or not path.is_file():
        raise WheelUnfit(path=wheel, why="there is no such file" if name == "gonogo" else f"it is one of {name}")
    return path


def place(root: Path, wheel: Path) -> str:
    """Return where a wheel stands in the project: where it is, or beside the lock that names it."""
    inside = wheel.is_relative_to(root.resolve())
    return wheel.relative_to(root.resolve()).as_posix() if inside else f"{Path(SOURCE).parent}/{wheel.name}"


def proposed(root: Path, wheel: Path | None, packages: Sequence[Path]) -> Iterator[FileChange | Note]:
    """Propose the list of tools to lock, with what builds the packages in some folders; and say what is missing."""
    tree = Tree(root)
    ours = f"./{place(root, wheel)}" if wheel else "gonogo"
    if not tree.has(SOURCE):
        needed = (strings(Tree(one).table("build-system").get("requires")) or ["setuptools"] for one in packages)
        builds = dict.fromkeys(need for needs in needed for need in needs)
        yield change(root, SOURCE, "".join([HEAD, *(f"{one}\n" for one in [ours, *builds])]))
    elif wheel:
        lines = tree.text(SOURCE).splitlines()
        yield change(root, SOURCE, "".join(f"{ours if is_gonogo(line) else line}\n" for line in lines))
    origin = source_of_gonogo()
    if origin and not (wheel or tree.has(LOCK)):
        yield Note(f"{LOCK}, which CI installs from, is not made: gonogo is here from {origin}, not an index", FROM)


def not_on_an_index(changes: Sequence[FileChange]) -> Iterator[Note]:
    """Say which files let another program install gonogo from an index, where that may not have it."""
    origin = source_of_gonogo()
    named = [one.path for one in changes if _INSTALLED.search(one.after)]
    if origin and named:
        what = f"{' and '.join(named)}: pre-commit and uvx take gonogo from an index, and it is here from {origin}"
        yield Note(what, "if no index has it, write there where it is: gonogo @ ADDRESS")


def is_gonogo(line: str) -> bool:
    """Return whether a line of the list names gonogo, by its name or as a wheel."""
    return bool(_GONOGO.match(line.strip()))


def can_be_made(root: Path, wheel: Path | None) -> bool:
    """Return whether the lock is to be made, and nothing for it is known to be missing."""
    return bool(wheel) or not ((root / LOCK).is_file() or source_of_gonogo())


def source_of_gonogo() -> str:
    """Return where the running gonogo was installed from, if that is not an index (PEP 610)."""
    import json
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        said = distribution("gonogo").read_text("direct_url.json")
    except PackageNotFoundError:
        return "a folder"
    address = str(json.loads(said).get("url", "")) if said else ""
    return address.partition("://")[2].rpartition("@")[2] if address else ""


def make(root: Path, wheel: Path | None) -> str:
    """Lock the tools, with the wheel of gonogo beside the lock where one is given, and return what was done."""
    if wheel and wheel != (root / place(root, wheel)).resolve():
        writing.replace_all({root / place(root, wheel): wheel.read_bytes()})
    with temporary() as folder:
        argv = [uv(folder), *COMPILE, "--quiet", "--no-header", "--no-annotate", SOURCE]
        done = process.run(argv, root, env=environments.sources(""), seconds=SECONDS)
    if done.code or "--hash=" not in done.stdout:
        raise LockNotMade(lock=LOCK, why=done.tail or "nothing was locked")
    writing.replace_all({root / LOCK: f"# Made from {SOURCE} with: {COMMAND}\n{done.stdout}".encode()})
    return f"new: {sum(line[:1] not in ' #' for line in done.stdout.splitlines())} distributions, each by its hashes"


def uv(folder: Path) -> str:
    """Return the path of uv: the one that is installed, else one that is installed into a folder for this once."""
    if environments.uv_program():
        return environments.uv_program()
    environment = environments.create(folder / "uv")
    environment.install(UV, cwd=folder)
    return str(environment.scripts / "uv")
