"""The JSON pages of a project and of one release, as the index's JSON API gives them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from gonogo.shelf.digests import digests_of
from gonogo.shelf.held import Held
from gonogo.shelf.simple import file_url, versions
from gonogo.shelf.store import Store

TEXTS = (
    "author",
    "author_email",
    "description",
    "description_content_type",
    "download_url",
    "home_page",
    "keywords",
    "license",
    "license_expression",
    "maintainer",
    "maintainer_email",
    "platform",
    "requires_python",
    "summary",
)
LISTS = {
    "dynamic": "dynamic",
    "license_files": "license_file",
    "requires_dist": "requires_dist",
    "provides_extra": "provides_extra",
}
EMPTY = {"bugtrack_url": None, "docs_url": None, "downloads": {"last_day": -1, "last_week": -1, "last_month": -1}}
"""What the index keeps for the sake of old readers."""


def page(store: Store, base: str, project: str) -> dict[str, Any] | None:
    """Return a project's page, about its newest version; None where it has no files."""
    files = store.of(project)
    if not files:
        return None
    newest = latest(files)
    shown = _page(store, base, [held for held in files if held.version == newest])
    return {**shown, "releases": {version: _urls(store, base, files, version) for version in versions(files)}}


def latest(files: Sequence[Held]) -> str:
    """Return the version that a project's page is about: yanked ones and pre-releases come last."""
    from gonogo.pypi_rules.names import parsed_version

    def rank(version: str) -> tuple[bool, bool]:
        parsed = parsed_version(version)
        yanked = all(held.yanked is not None for held in files if held.version == version)
        return not yanked, parsed is not None and not parsed.is_prerelease

    return max(versions(files), key=lambda version: (rank(version), versions(files).index(version)))


def release_page(store: Store, base: str, project: str, version: str) -> dict[str, Any] | None:
    """Return the page of one release; None where there is none."""
    files = store.release(project, version)
    return _page(store, base, files) if files else None


def _page(store: Store, base: str, files: Sequence[Held]) -> dict[str, Any]:
    first = files[0]
    return {
        "info": _info(base, first),
        "last_serial": store.serial(first.project),
        "ownership": {"organization": None, "roles": []},
        "urls": [_url(store, base, held) for held in files],
        "vulnerabilities": [],
    }


def _urls(store: Store, base: str, files: Sequence[Held], version: str) -> list[dict[str, Any]]:
    return [_url(store, base, held) for held in files if held.version == version]


def _info(base: str, held: Held) -> dict[str, Any]:
    texts = {key: held.first(key) or None for key in TEXTS}
    lists = {key: held.fields.get(name) or None for key, name in LISTS.items()}
    links = dict(_link(text) for text in held.fields.get("project_urls", []))
    yanked = {"yanked": held.yanked is not None, "yanked_reason": held.yanked or None}
    home = f"{base}/project/{held.project}/"
    return {
        **EMPTY,
        "name": held.name,
        "version": held.version,
        **texts,
        **lists,
        "classifiers": held.fields.get("classifiers") or [],
        "project_urls": links or None,
        "package_url": home,
        "project_url": home,
        "release_url": f"{home}{held.version}/",
        **yanked,
    }


def _link(text: str) -> tuple[str, str]:
    label, _, url = text.partition(",")
    return label.strip(), url.strip()


def _url(store: Store, base: str, held: Held) -> dict[str, Any]:
    digests = _digests(store.files / held.filename, held.sha256)
    return {
        "filename": held.filename,
        "url": file_url(base, held),
        "digests": digests,
        "md5_digest": digests["md5"],
        "core-metadata": {"sha256": held.metadata_sha256} if held.metadata_sha256 else False,
        "size": held.size,
        "packagetype": held.filetype,
        "python_version": held.first("pyversion") or "source",
        "requires_python": held.first("requires_python") or None,
        "upload_time": held.uploaded[:19],
        "upload_time_iso_8601": held.uploaded,
        "yanked": held.yanked is not None,
        "yanked_reason": held.yanked or None,
        "has_sig": False,
        "downloads": -1,
        "comment_text": "",
    }


@lru_cache(maxsize=256)
def _digests(path: Path, sha256: str) -> dict[str, str]:
    """Return a file's digests, read once for each content that a path has had."""
    del sha256
    return digests_of(path)
