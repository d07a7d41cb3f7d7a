"""A changelog that towncrier makes of fragments: rendered by towncrier's own code, without its processes."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gonogo.model.errors import GonogoError
from gonogo.world import toml
from gonogo.world.news.fragment import Fragment, Rules, entries, text_of
from gonogo.world.news.headings import Section, cut, sections
from gonogo.world.news.release import SectionExists
from gonogo.world.text import FileMissing, Text, inside, load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from towncrier._settings.load import Config

    from gonogo.world.news.release import Release

IGNORED = (".gitignore", ".gitkeep", ".keep", "readme", "readme.md", "readme.rst")
"""Names that towncrier never takes for fragments."""

KEEPER = ".gitignore"
FOLDER = "changelog.d"
"""The folder of fragments where towncrier is not configured."""


HOW = 'write one with: invoke news --type TYPE "what changed"'


class TowncrierRefused(GonogoError):
    """towncrier's configuration or template cannot be used."""

    text = "towncrier cannot make the changelog: {why}"
    hint_text = "mend [tool.towncrier]; see what it makes with: invoke changelog"


class TwoMarkers(GonogoError):
    """The changelog holds its start marker more than once."""

    text = "{path} holds the marker '{marker}' {count} times"
    hint_text = "keep the first and take the others out"


def config(root: Path, changelog: str = "") -> Config:
    """Return towncrier's configuration of a project; its own defaults and `changelog.d` where it has none."""
    from towncrier._settings.load import ConfigError, load_config, parse_toml

    tables = [toml.read(root / name) for name in ("towncrier.toml", "pyproject.toml")]
    try:
        if any("towncrier" in table.get("tool", {}) for table in tables):
            found = load_config(str(root))
        else:
            found = parse_toml(str(root), {"tool": {"towncrier": _standard(changelog)}})
    except (ConfigError, KeyError, TypeError, AttributeError, ModuleNotFoundError) as error:
        raise TowncrierRefused(why=getattr(error, "message", "") or repr(error)) from error
    if found is None:
        raise TowncrierRefused(why="there is neither pyproject.toml nor towncrier.toml")
    return found


def _standard(changelog: str) -> dict[str, Any]:
    """Return the configuration that is taken where a project has fragments and no configuration."""
    name = changelog or "CHANGELOG.md"
    title = {"title_format": "## {version} ({project_date})"} if name.endswith(".md") else {}
    return {"directory": FOLDER, "filename": name, "issue_format": "#{issue}", **title}


def rules(found: Config) -> Rules:
    """Return what the project's fragments may be."""
    template = [Path(found.template).name] if isinstance(found.template, str) else []
    ignored = (*IGNORED, *(name.lower() for name in found.ignore or ()), *template)
    silent = {name for name, value in found.types.items() if not value["showcontent"]}
    return Rules(tuple(found.types), silent, ignored, found.start_string, found.filename, found.ignore is not None)


def folders(root: Path, found: Config) -> dict[str, str]:
    """Return each section's folder, as a path from the root; OutsideProject for one that leads elsewhere."""
    base = found.directory if found.directory is not None else f"{found.package_dir}/{found.package}"
    last = "" if found.directory is not None else "newsfragments"
    paths = {name: (Path(base) / section / last).as_posix() for name, section in found.sections.items()}
    for path in paths.values():
        inside(root, path)
    return paths


def fragments(root: Path, changelog: str = "") -> tuple[Fragment, ...]:
    """Return a project's fragments; FragmentRefused names the first that is misspelt, hostile, empty or
    twice."""
    found = config(root, changelog)
    allowed = rules(found)
    notes: list[Fragment] = []
    for section, folder in folders(root, found).items():
        notes += _of_folder(root, section, folder, found, allowed)
    return tuple(notes)


def _of_folder(root: Path, section: str, folder: str, found: Config, allowed: Rules) -> list[Fragment]:
    """Return the fragments of one folder."""
    orphans: defaultdict[str, int] = defaultdict(int)
    seen: dict[tuple[str, str, int], str] = {}
    notes = []
    nested = {Path(other).relative_to(folder).parts[0] for other in _below(folder, folders(root, found).values())}
    for entry in entries(root / folder, folder, allowed, nested):
        path = f"{folder}/{entry.name}"
        note = _note(root, path, section, found, allowed)
        if found.orphan_prefix and note.issue.startswith(found.orphan_prefix):
            note = Fragment(path, note.type, "", orphans[note.type], note.text, section)
            orphans[note.type] += 1
        key = (note.issue, note.type, note.counter)
        if key in seen:
            raise allowed.refuse(path, f"it says the same issue and type as {seen[key]}")
        seen[key] = entry.name
        notes.append(note)
    return notes


def _below(folder: str, others: Iterable[str]) -> list[str]:
    """Return the folders that lie below another."""
    return [other for other in others if other != folder and Path(other).is_relative_to(folder)]


def _note(root: Path, path: str, section: str, found: Config, allowed: Rules) -> Fragment:
    """Read one fragment; its name must say an issue, a type, and what the project's pattern wants."""
    from towncrier._builder import parse_newfragment_basename

    issue, kind, counter = parse_newfragment_basename(Path(path).name, found.types)
    if kind is None or issue is None or counter is None:
        raise allowed.refuse(path, "its name says no type that is known")
    orphan = bool(found.orphan_prefix) and issue.startswith(found.orphan_prefix)
    if found.issue_pattern and not orphan and not re.fullmatch(found.issue_pattern, issue):
        raise allowed.refuse(path, f"its issue does not match the pattern {found.issue_pattern}")
    text = text_of(root / path, path, allowed)
    if not text.strip() and (kind not in allowed.silent or orphan):
        raise allowed.refuse(path, "it is empty")
    return Fragment(path, kind, issue, counter, text, section)


def render(root: Path, release: Release, changelog: str = "") -> str:
    """Return the section that the fragments make, exactly as towncrier writes it; nothing is changed."""
    found = config(root, changelog)
    return _rendered(found, fragments(root, changelog), release)


def _rendered(found: Config, notes: Iterable[Fragment], release: Release) -> str:
    """Let towncrier render notes, and put the title over them as its `build` command does."""
    from jinja2 import TemplateError
    from towncrier._builder import render_fragments, split_fragments

    content: dict[str, dict[tuple[str, str, int], str]] = {name: {} for name in found.sections}
    for note in notes:
        content[note.section][note.issue, note.type, note.counter] = note.text
    name = found.name or release.name
    version = {"name": name, "version": release.version, "date": release.day.isoformat()}
    template, suffix = _template(found)
    try:
        rendered = render_fragments(
            template,
            found.issue_format,
            split_fragments(content, found.types, all_bullets=found.all_bullets),
            found.types,
            found.underlines[1:],
            found.wrap,
            version,
            top_underline=found.underlines[0],
            all_bullets=found.all_bullets,
            render_title=found.title_format == "",
            md_header_level=_level(found) if suffix == ".md" else 1,
        )
    except (TemplateError, KeyError, IndexError) as error:
        raise TowncrierRefused(why=repr(error)) from error
    title = _title(found, version)
    if not title:
        return str(rendered)
    line = [] if suffix == ".md" else [found.underlines[0] * len(title)]
    return "\n".join([title, *line, str(rendered)])


def _title(found: Config, version: dict[str, str]) -> str:
    """Return the title line that `title_format` makes; empty where the template writes it."""
    if not found.title_format:
        return ""
    words = {"name": version["name"], "version": version["version"], "project_date": version["date"]}
    return str(found.title_format).format(**words)


def _level(found: Config) -> int:
    """Return the level of the heading over the version in Markdown."""
    if not found.title_format:
        return 1 if found.title_format == "" else 0
    marks = re.search(r"^#+(?=\s)", found.title_format, re.MULTILINE)
    return len(marks[0]) if marks else 0


def _template(found: Config) -> tuple[str, str]:
    """Return the template's text and suffix; TowncrierRefused where it reaches for what a template must
    not."""
    from importlib import resources

    if isinstance(found.template, tuple):
        package, name = found.template
        return resources.files(package).joinpath(name).read_text(encoding="utf-8"), Path(name).suffix.lower()
    text = Path(found.template).read_text(encoding="utf-8")
    if re.search(r"\.\s*_|\[\s*['\"]_|\|\s*attr\b|\b(import|include|extends)\b(?=[^%}]*%})", text):
        raise TowncrierRefused(why=f"the template {Path(found.template).name} reaches for private attributes or files")
    return text, Path(found.template).suffix.lower()


def build(root: Path, release: Release, changelog: str = "") -> None:
    """Write the section into the changelog and remove the fragments; the folder stays."""
    notes = fragments(root, changelog)
    _insert(root, config(root, changelog), notes, release)
    for note in notes:
        (root / note.path).unlink()
    for folder in {Path(note.path).parent for note in notes}:
        keep_folder(root / folder)


def keep_folder(folder: Path) -> None:
    """See that git keeps a folder which has lost its last file."""
    if not any(folder.iterdir()):
        (folder / KEEPER).write_text(f"!{KEEPER}\n", encoding="utf-8")


def build_keeping(root: Path, release: Release, changelog: str = "") -> None:
    """Write the section into the changelog and keep the fragments; the sections of earlier pre-releases
    go."""
    _insert(root, config(root, changelog), fragments(root, changelog), release)


def _insert(root: Path, found: Config, notes: Iterable[Fragment], release: Release) -> None:
    """Render notes and write them into the changelog at their place."""
    rendered = _rendered(found, notes, release)
    path = _path(found, release)
    text = _existing(root, path)
    if not found.single_file:
        if text.content:
            raise SectionExists(path=path, version=release.version)
        text.with_content(rendered.rstrip() + "\n").save()
        return
    _require_new(text.content, path, release, found.start_string)
    before, after = _split(text.content, path, found.start_string)
    after = without_superseded(after, path, release, rendered)
    text.with_content(before + (rendered + after if after else rendered.rstrip() + "\n")).save()


def _path(found: Config, release: Release) -> str:
    """Return the changelog's path; where each version has a file of its own, that of this version."""
    if found.single_file:
        return str(found.filename)
    return str(found.filename).format(name=release.name, version=release.version, project_date=release.day.isoformat())


def _existing(root: Path, path: str) -> Text:
    """Return the changelog's text; empty where there is no such file yet."""
    try:
        return load(root, path)
    except FileMissing:
        target = inside(root, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        return Text(target, "")


def _require_new(content: str, path: str, release: Release, marker: str) -> None:
    """Refuse a changelog that has this version's section, or two markers."""
    if any(section.names(release.version) for section in sections(content, path)):
        raise SectionExists(path=path, version=release.version)
    count = content.count(marker)
    if count > 1:
        raise TwoMarkers(path=path, marker=marker.strip(), count=count)


def _split(content: str, path: str, marker: str) -> tuple[str, str]:
    """Return what stands before and after the place of the new section.

    With the marker in the file it is as towncrier does it; without, before the first section of a version,
    or behind the title of a file that has none yet.
    """
    before, found, after = content.partition(marker)
    if found:
        return f"{before.rstrip()}\n\n{marker}\n", after.lstrip()
    found_here = sections(content, path)
    end = len(content) if found_here else 0
    first = next((one.start for one in found_here if one.version), end)
    before = content[:first].rstrip()
    return f"{before}\n\n" if before else "", content[first:].lstrip()


def without_superseded(content: str, path: str, release: Release, rendered: str) -> str:
    """Return older sections without those of earlier pre-releases of this release, whose notes are all in it
    again."""
    new = {line.strip() for line in rendered.splitlines()}
    gone = [one for one in sections(content, path) if one.version and release.supersedes(one.version)]
    for section in reversed(gone):
        if _lines(content, section) <= new:
            content = content[: section.start] + content[section.end :]
    return content


def _lines(content: str, section: Section) -> set[str]:
    """Return the lines under a heading, without space around them."""
    return {line.strip() for line in content[section.body : section.end].splitlines()} - {""}


def pending(root: Path, changelog: str, _current: str = "") -> tuple[str, ...]:
    """Return the paths of the fragments that wait."""
    return tuple(note.path for note in fragments(root, changelog))


def types(root: Path, changelog: str) -> tuple[str, ...]:
    """Return the types of the fragments that wait."""
    return tuple(dict.fromkeys(note.type for note in fragments(root, changelog)))


def preview(root: Path, release: Release, changelog: str) -> str:
    """Return the section that would be written."""
    return render(root, release, changelog).strip("\n") + "\n"


def write(root: Path, release: Release, changelog: str) -> None:
    """Write the section; a final release takes the fragments with it, a pre-release leaves them."""
    (build_keeping if release.is_pre else build)(root, release, changelog)


def section(root: Path, version: str, changelog: str) -> str:
    """Return what the changelog says under a version's heading."""
    found = config(root, changelog)
    if found.single_file:
        path = found.filename
        return cut(load(root, path).content, path, version) if (root / path).is_file() else ""
    name = re.sub(r"\{project_date[^}]*\}", "*", found.filename).format(name=found.name, version=version)
    matches = sorted(root.glob(name))
    return "" if not matches else _whole(matches[0].relative_to(root).as_posix(), root, version)


def _whole(path: str, root: Path, version: str) -> str:
    """Return the text of one version's own file, without its heading where it has one."""
    content = load(root, path).content
    return cut(content, path, version) or content.strip("\n")
