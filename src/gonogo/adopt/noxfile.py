"""noxfile.py: gonogo's sessions, and the script metadata with which `uvx nox` needs nothing installed."""

import re
import sys
from collections.abc import Iterator

from gonogo.adopt.change import FileChange, Note, change
from gonogo.adopt.site import Site, rendered
from gonogo.project import python_source

PATH = "noxfile.py"
NEEDS = ("nox", "gonogo")
PREFIX = "gonogo-"
SCRIPT = re.compile(r"(?m)^# /// script$\s(?P<content>(^#(| .*)$\s)+)^# ///$")
"""A block of script metadata, as PEP 723 defines it."""


def propose(site: Site) -> Iterator[FileChange | Note]:
    """Propose a noxfile.py, or gonogo's sessions beside those that are there."""
    if not site.tree.has(PATH):
        yield change(site.root, PATH, rendered("noxfile.py.jinja", name=site.name, typed=site.typed))
        return
    module = python_source.read(site.tree, PATH)
    if module.calls("sessions"):
        return
    clashing = sorted(set(module.decorated("session")) & set(site.sessions))
    prefix = f'prefix="{PREFIX}"' if clashing else ""
    text = module.with_lines("import gonogo", f"gonogo.sessions({prefix})")
    foreign = sorted(module.imported() - sys.stdlib_module_names - set(NEEDS) - {"__future__"} - beside(site))
    yield change(site.root, PATH, text if foreign and not SCRIPT.search(text) else with_metadata(text))
    if clashing:
        names = ", ".join(clashing)
        yield Note(
            f"noxfile.py has sessions of its own called {names}",
            f"gonogo's are called {PREFIX}{clashing[0]} and so on",
        )
    if foreign:
        fix = f"in noxfile.py, list what contains them in the script metadata, beside {' and '.join(NEEDS)}"
        yield Note(f"noxfile.py imports {', '.join(foreign)}, from distributions that only you know", fix)


def beside(site: Site) -> set[str]:
    """Return the names of the modules and folders beside the noxfile, which it may import."""
    return {path.stem for path in site.root.iterdir()}


def with_metadata(text: str) -> str:
    """Return a noxfile's text with script metadata that lists Nox and gonogo."""
    block = SCRIPT.search(text)
    if block is None:
        return _below_shebang(text, rendered("script.jinja"))
    import tomlkit

    content = "".join(line[2:] or "\n" for line in block["content"].splitlines(keepends=True))
    document = tomlkit.parse(content)
    listed = document.setdefault("dependencies", tomlkit.array())
    present = {re.split(r"[^A-Za-z0-9._-]", str(one))[0].lower() for one in listed}
    for name in NEEDS:
        if name not in present:
            listed.append(name)
    lines = tomlkit.dumps(document).splitlines()
    inner = "".join(f"# {line}".rstrip() + "\n" for line in lines)
    return text[: block.start("content")] + inner + text[block.end("content") :]


def _below_shebang(text: str, block: str) -> str:
    """Return a text with a block at its top, below `#!` and an encoding line."""
    lines = text.splitlines(keepends=True)
    top = 0
    while top < min(2, len(lines)) and re.match(r"#!|#.*coding[:=]", lines[top]):
        top += 1
    return "".join(lines[:top]) + block + "\n" + "".join(lines[top:])
