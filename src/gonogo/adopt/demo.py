"""The project that `gonogo demo` makes: a small package of its own, and what `init` writes into any."""

from pathlib import Path

from gonogo import adopt
from gonogo.adopt.change import FileChange
from gonogo.adopt.site import Site, rendered

NAME = "gonogo-demo-hello"
VERSION = "1.0.0"
TEMPLATES = Path(__file__).parent / "templates"
RENAMED = {"gitignore": ".gitignore"}  # files that git would read in gonogo's own repository


def write(root: Path) -> None:
    """Write the files of the project into a folder that is new."""
    for template in sorted((TEMPLATES / "demo").rglob("*.jinja")):
        path = template.relative_to(TEMPLATES / "demo").with_suffix("").as_posix()
        put(root / RENAMED.get(path, path), rendered(template.relative_to(TEMPLATES).as_posix(), name=NAME))
    for one in adopt.propose(Site(root, NAME, "none", "", version=VERSION)):
        if isinstance(one, FileChange):
            put(root / one.path, one.after)


def put(path: Path, text: str) -> None:
    """Write a file and the folders around it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
