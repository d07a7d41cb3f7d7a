"""The values that settings can have: for each kind a reader, and the JSON schema of what it accepts."""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from gonogo.git.hosts import TITLES
from gonogo.model.errors import escaped
from gonogo.model.index import Index
from gonogo.model.location import Location
from gonogo.model.stage import HOOKED
from gonogo.system.address import fault

Reader = Callable[[str, Any], Any]  # a function that reads one value; it gets the key's full name for its message
SomeReader = TypeVar("SomeReader", bound=Reader)

SCHEMAS: dict[Reader, dict[str, Any]] = {}  # the JSON schema of what each reader accepts


def accepts(**schema: Any) -> Callable[[SomeReader], SomeReader]:
    """Note the JSON schema of the values that a reader accepts."""

    def note(reader: SomeReader) -> SomeReader:
        SCHEMAS[reader] = schema
        return reader

    return note


FORGES = tuple(TITLES)
PUBLISH = ("ci", "here", "nowhere")
PROPAGATE = ("release", "refuse")
ONE_OR_EACH = ("one", "each")
ARTIFACTS = ("sdist", "wheel")
HOOKS = tuple(f"{when}-{stage}" for stage in HOOKED for when in ("before", "after"))
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")  # what an index may be called, after --to and in a variable
TAKEN = ("pypi", "testpypi", "rehearsal", "none")  # names of indexes that have a meaning already
TEXT: dict[str, Any] = {"type": "string", "pattern": r"\S", "not": {"pattern": r"[\n\u0000]"}}
PATH = {**TEXT, "not": {"pattern": r"[\n\u0000]|^[/~]|(^|[/\\])\.\.([/\\]|$)|^[^/\\]*:|^\.git([/\\]|$)"}}
TEMPLATE = {**TEXT, "pattern": r"^([^{}]|\{version\}|\{name\})*\{version\}([^{}]|\{version\}|\{name\})*$"}
COMMANDS = {"type": "array", "items": {"type": "array", "items": TEXT, "minItems": 1}}
PLACE = {
    "type": "object",
    "required": ["path"],
    "oneOf": [{"required": ["key"]}, {"required": ["search"]}],
    "properties": {"path": PATH, "key": TEXT, "search": {**TEXT, "pattern": r"\{version\}"}, "spelling": TEXT},
    "additionalProperties": False,
}
INDEX = {
    "type": "object",
    "required": ["upload", "simple"],
    "properties": {"upload": {**TEXT, "pattern": "^https?://"}, "simple": {**TEXT, "pattern": "^https?://"}},
    "additionalProperties": False,
}


class Wrong(ValueError):
    """One wrong value: which key, and what it must be."""


@accepts(**TEXT)
def text(where: str, value: object) -> str:
    """Read a text of one line, without control and bidi characters but for tabs."""
    if not isinstance(value, str) or not value.strip() or "\n" in value or "\0" in value:
        raise Wrong(f"{where} must be a text of one line, not {kind(value)}")
    plain = value.replace("\t", " ")
    if escaped(plain) != plain:
        raise Wrong(f"{where} must hold no control or bidi characters, not be {escaped(plain)!r}")
    return value


@accepts(**PATH)
def inside(where: str, value: object) -> str:
    """Read a path that stays inside the project."""
    path = text(where, value)
    parts = path.replace("\\", "/").split("/")
    if path.startswith(("/", "~")) or ".." in parts or ":" in parts[0] or parts[0] == ".git":
        raise Wrong(f"{where} must be a path inside the project, not {path!r}")
    return path


@accepts(type="boolean")
def truth(where: str, value: object) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise Wrong(f"{where} must be true or false, not {kind(value)}")
    return value


@accepts(type="array", items=TEXT)
def texts(where: str, value: object) -> tuple[str, ...]:
    """Read a list of texts."""
    return many(where, value, text)


@accepts(type="array", items=PATH)
def paths(where: str, value: object) -> tuple[str, ...]:
    """Read a list of paths inside the project."""
    return many(where, value, inside)


@accepts(type="array", items={"type": "array", "items": TEXT})
def groups(where: str, value: object) -> tuple[tuple[str, ...], ...]:
    """Read a list of lists of texts."""
    return many(where, value, texts)


def many(where: str, value: object, one: Callable[[str, object], Any]) -> tuple[Any, ...]:
    """Read a list, each item with `one`; every wrong item is named."""
    if not isinstance(value, list):
        raise Wrong(f"{where} must be a list, not {kind(value)}")
    return gather((f"{where}[{number}]", item) for number, item in enumerate(value))(one)


def gather(items: Any) -> Callable[[Callable[[str, object], Any]], tuple[Any, ...]]:
    """Return a function that reads all items and reports all that are wrong."""

    def over(one: Callable[[str, object], Any]) -> tuple[Any, ...]:
        read_ones, wrong = [], []
        for where, item in items:
            try:
                read_ones.append(one(where, item))
            except Wrong as error:
                wrong.append(str(error))
        if wrong:
            raise Wrong("\n".join(wrong))
        return tuple(read_ones)

    return over


def choice(*allowed: str) -> Callable[[str, object], str]:
    """Return a reader of one of the allowed words."""

    @accepts(enum=list(allowed))
    def one(where: str, value: object) -> str:
        if value not in allowed:
            raise Wrong(f"{where} must be one of {', '.join(allowed)}, not {value!r}")
        return str(value)

    return one


def table(where: str, value: object, one: Callable[[str, object], Any]) -> dict[str, Any]:
    """Read a table, each value with `one`."""
    if not isinstance(value, Mapping):
        raise Wrong(f"{where} must be a table, not {kind(value)}")
    values = gather((f"{where}.{key}", item) for key, item in value.items())(one)
    return dict(zip(value, values, strict=True))


@accepts(**TEMPLATE)
def template(where: str, value: object) -> str:
    """Read a template over {version} and {name}; it must hold {version}."""
    shape = text(where, value)
    rest = shape.replace("{version}", "").replace("{name}", "")
    if "{" in rest or "}" in rest:
        raise Wrong(f"{where} may only use {{version}} and {{name}}, not {shape!r}")
    if "{version}" not in shape:
        raise Wrong(f"{where} must contain {{version}}, not be {shape!r}")
    return shape


@accepts(**TEMPLATE)
def tag(where: str, value: object) -> str:
    """Read the template of a tag; it must hold {version} once, so that a tag can be read back."""
    shape = template(where, value)
    if shape.count("{version}") > 1:
        raise Wrong(f"{where} must contain {{version}} once, not be {shape!r}")
    return shape


@accepts(**PLACE)
def place(where: str, value: object) -> Location:
    """Read a place: {path, key} or {path, search}."""
    given = record(where, value, required=("path",), optional=("key", "search", "spelling"))
    inside(f"{where}.path", given["path"])
    if bool(given.get("key")) == bool(given.get("search")):
        raise Wrong(f"{where} needs either key or search")
    if "search" in given and given["search"].count("{version}") != 1:
        raise Wrong(f"{where}.search must contain {{version}} once")
    return Location(**given)


@accepts(**INDEX)
def index(where: str, value: object) -> Index:
    """Read an index: {upload, simple}, both https or loopback."""
    given = record(where, value, required=("upload", "simple"))
    name = where.removeprefix("tool.gonogo.indexes.")
    if not NAME.fullmatch(name) or name in TAKEN:
        raise Wrong(f"{where} must be named by letters, digits, - and _, and by none of {', '.join(TAKEN)}")
    for key, url in given.items():
        why = fault(url)
        if why:
            raise Wrong(f"{where}.{key} {why}; use https, and keep credentials in the keyring or the environment")
    return Index(name, given["upload"], given["simple"])


@accepts(type="array", items=PLACE)
def places(where: str, value: object) -> tuple[Location, ...]:
    """Read a list of places."""
    return many(where, value, place)


@accepts(
    type="object",
    additionalProperties=INDEX,
    propertyNames={"pattern": f"^{NAME.pattern}$", "not": {"enum": list(TAKEN)}},
)
def indexes(where: str, value: object) -> tuple[Index, ...]:
    """Read a table of indexes, by name."""
    return tuple(table(where, value, index).values())


def record(where: str, value: object, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, str]:
    """Read a table of texts with these keys and no others."""
    given: dict[str, str] = table(where, value, text)
    missing, extra = set(required) - set(given), set(given) - {*required, *optional}
    if missing or extra:
        raise Wrong(f"{where} must have the keys {', '.join((*required, *optional))}, not {', '.join(given)}")
    return given


@accepts(type="object", additionalProperties=TEXT)
def waivers(where: str, value: object) -> dict[str, str]:
    """Read waivers: a check's name and the written reason."""
    return table(where, value, text)


@accepts(type="object", properties=dict.fromkeys(HOOKS, COMMANDS), additionalProperties=False)
def hooks(where: str, value: object) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Read hooks: `before-STEP` or `after-STEP`, each a list of argv lists."""
    if isinstance(value, Mapping) and set(value) - set(HOOKS):
        raise Wrong(f"{where} may have {', '.join(HOOKS)}, not {', '.join(sorted(set(value) - set(HOOKS)))}")
    return table(where, value, lambda at, argvs: many(at, argvs, command))


def command(where: str, value: object) -> tuple[str, ...]:
    """Read one command: a list of texts, the program first."""
    found = texts(where, value)
    if not found:
        raise Wrong(f"{where} must name a program, not be an empty list")
    return found


@accepts(type="array", items={"enum": list(ARTIFACTS)}, contains={"const": ARTIFACTS[0]})
def artifacts(where: str, value: object) -> tuple[str, ...]:
    """Read the kinds of files that are built here; the sdist is always one of them."""
    found: tuple[str, ...] = many(where, value, choice(*ARTIFACTS))
    if ARTIFACTS[0] not in found:
        raise Wrong(f"{where} must hold sdist, not be {list(found)}")
    return found


@accepts(**TEXT, examples=["pep440", "YYYY.MM.MICRO", "YY.MM.MICRO", "YY.N.P", "YYYY.0M.0D"])
def scheme(where: str, value: object) -> str:
    """Read a version scheme: `pep440`, or a calendar such as `YYYY.MM.MICRO`."""
    from gonogo.version.calver import UnknownScheme, tokens

    found = text(where, value)
    try:
        return found if found == "pep440" or tokens(found) else ""
    except UnknownScheme as error:
        raise Wrong(f"{where}: {error.sentence}; {error.hint}") from error


def kind(value: object) -> str:
    """Return what a TOML value is, for a message."""
    names = {str: "a text", bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "a table"}
    return f"{names.get(type(value), 'a date')} ({value!r})"
