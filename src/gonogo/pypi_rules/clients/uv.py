"""uv 0.13 and what it posts. It takes the first of a repeated field, unfolds values, skips odd names."""

import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

from gonogo.pypi_rules.artifact import Artifact
from gonogo.pypi_rules.clients import file_fields, without_form
from gonogo.pypi_rules.facts import IndexFacts
from gonogo.pypi_rules.form import MANY, SINGLE, Form, labelled_urls, metadata_excess
from gonogo.pypi_rules.members import is_utf8
from gonogo.pypi_rules.rule import Fault
from gonogo.pypi_rules.upload import Client, Upload

HEADER_LINE = re.compile(rb"From |[!-9;-~]*:|[ \t]")
HEADER_OF = {"classifiers": "classifier"}
NEVER_SENT = {"supported_platform", "import_name", "import_namespace", "requires", "provides", "obsoletes"}
PYTHONS = re.compile(r"none|(?:py|cp)\d(?P<minor>\d*)|(?:pp|graalpy|pyston)\d(?P<least>\d+)", re.ASCII)
HIGHEST_MINOR = 255
CHARSETS = frozenset(["utf-8", "utf8", "us-ascii", "ascii", "latin1", "utf-16", "utf-16le", "utf-16be"])


def upload(artifact: Artifact, facts: IndexFacts | None) -> Upload:
    """Return the upload that uv makes of an artifact."""
    if not takes(artifact.filename):
        message = f"uv skips {artifact.filename!r} because it would spell the name otherwise, and ends well"
        return without_form(artifact, facts, "uv", "client_takes_the_file_name", message)
    if artifact.trouble:
        return without_form(artifact, facts, "uv", "", "")
    oddity = artifact.archive.oddity if artifact.archive else ""
    if oddity:
        return without_form(artifact, facts, "uv", "client_reads_the_archive", f"uv does not unpack it: {oddity}")
    found = metadata_files(artifact)
    data = artifact.read(found[0]) if len(found) == 1 else None
    if data is None and artifact.excess:
        return without_form(artifact, facts, "uv", "", "")
    if data is None:
        message = f"uv needs one metadata file in the archive and finds {', '.join(found) or 'none'}"
        return without_form(artifact, facts, "uv", "client_finds_the_metadata", message)
    if excess := metadata_excess(data):
        return without_form(artifact, facts, "uv", "metadata_can_be_judged", excess)
    fields, faults = headers(data)
    form = {**file_fields(artifact, python(artifact)), **fields} if fields else {}
    made = Upload(form, artifact, facts)
    made.client = Client("uv", faults)
    return made


def metadata_files(artifact: Artifact) -> list[str]:
    """Return the PKG-INFO files in top folders of an sdist, or the METADATA files in a wheel's `.dist-info` folders."""
    names = [member.name for member in artifact.members]
    if artifact.is_wheel:
        return [name for name in names if name.endswith(".dist-info/METADATA") and name.count("/") == 1]
    return [name for name in names if name.rstrip("/").split("/")[1:] == ["PKG-INFO"]]


def takes(filename: str) -> bool:
    """Whether uv publishes a file of this name at all: it must be spelled as uv itself would."""
    from packaging.utils import canonicalize_name, parse_sdist_filename
    from packaging.version import Version

    try:
        if filename.endswith(".whl"):
            name, version, *tags = filename.removesuffix(".whl").split("-")
            plain = all(".".join(tags[-3:]).split("."))
            return plain and name == canonicalize_name(name).replace("-", "_") and version == str(Version(version))
        project, parsed = parse_sdist_filename(filename)
    except ValueError:
        return False
    return filename == f"{project.replace('-', '_')}-{parsed}.tar.gz"


def python(artifact: Artifact) -> str:
    """Return the Python tags that uv sends: those of a wheel that it knows."""
    if not artifact.is_wheel:
        return "source"
    tags = artifact.filename.removesuffix(".whl").split("-")[-3:-2]
    return ".".join(tag for part in tags for tag in part.split(".") if is_known(tag))


def is_known(tag: str) -> bool:
    """Whether uv knows a Python tag.

    >>> is_known("py3"), is_known("cp313"), is_known("cp313t"), is_known("py3_4"), is_known("ip27")
    (True, True, False, False, False)
    """
    found = PYTHONS.fullmatch(tag)
    return found is not None and int(found["minor"] or found["least"] or "0") <= HIGHEST_MINOR


def headers(data: bytes) -> tuple[Form, dict[str, list[Fault]]]:
    """Return the metadata's fields as uv sends them, and what uv refuses in them."""
    from email.parser import Parser
    from email.policy import compat32

    head, body = split(data)
    if not is_utf8(body):
        return {}, {"metadata_is_utf_8": [Fault("the description is not UTF-8 text")]}
    message = Parser(policy=compat32).parsestr(head.decode("utf-8", "replace") + "\n", headersonly=True)
    why = unread(message)
    if why:
        return {}, {"client_reads_the_metadata": [Fault(f"uv {why}")]}
    form = {name: found for name in sorted(SINGLE | MANY - NEVER_SENT) if (found := values(message, name))}
    urls = labelled_urls(values(message, "project_url"))
    if body.strip():
        form["description"] = [body.decode("utf-8")]
    return {**form, "project_urls": [f"{label}, {url}" for label, url in urls.items()]}, {}


def split(data: bytes) -> tuple[bytes, bytes]:
    """Split a metadata file into headers and description; a line that is no header ends the headers, as it does in uv.

    >>> split(b"Name: demo\\nno header\\n\\nmore")
    (b'Name: demo\\n', b'no header\\n\\nmore')
    """
    lines = data.replace(b"\r\n", b"\n").splitlines(keepends=True)
    end = next((at for at, line in enumerate(lines) if not HEADER_LINE.match(line)), len(lines))
    rest = lines[end:]
    return b"".join(lines[:end]), b"".join(rest[1:] if rest[:1] == [b"\n"] else rest)


def unread(message: Message) -> str:
    """Return why uv cannot read some headers, or an empty string."""
    missing = next((name for name in ("Metadata-Version", "Name", "Version") if name not in message), "")
    if missing:
        return f"finds no field {missing}"
    charset = next((word for value in message.values() for word in charsets(str(value)) if not is_decoded(word)), "")
    if charset:
        return f"does not know the charset {charset!r} of an encoded word"
    twice = imported(message, "import_name") & imported(message, "import_namespace")
    return f"finds {min(twice)!r} both as Import-Name and as Import-Namespace" if twice else ""


def charsets(value: str) -> list[str]:
    """Return the charsets of the encoded words in a header's value, in lower case."""
    return [charset for _, charset in decode_header(value) if charset]


def is_decoded(charset: str) -> bool:
    """Whether uv decodes encoded words of a charset; it knows few, and Python many."""
    return charset in CHARSETS or charset.startswith(("iso-8859-", "windows-", "cp125"))


def imported(message: Message, name: str) -> set[str]:
    """Return the import names in a field, without what follows a semicolon."""
    return {value.partition(";")[0].strip() for value in values(message, name)} - {""}


def values(message: Message, name: str) -> list[str]:
    """Return a field's values: the first of a single one, all of a repeatable one, without UNKNOWN."""
    found = [unfolded(value) for value in message.get_all(HEADER_OF.get(name, name.replace("_", "-")), [])]
    found = [value for value in found if value != "UNKNOWN"]
    return found[:1] if name in SINGLE else found


def unfolded(value: object) -> str:
    """Return a header's value on one line, its encoded words decoded.

    >>> unfolded("one\\n        two")
    'one two'
    """
    return re.sub(r"\s*\n\s*", " ", decoded(str(value)))


def decoded(value: str) -> str:
    """Return a header's value with its encoded words decoded; bytes that are not of their charset are replaced."""
    try:
        pieces = [
            (piece if isinstance(piece, str) else piece.decode(charset or "utf-8", "replace"), charset)
            for piece, charset in decode_header(value)
        ]
        return str(make_header([(piece, "utf-8" if charset else None) for piece, charset in pieces]))
    except (HeaderParseError, LookupError, ValueError):
        return value
