"""The pages of PyPI's JSON API: one for a project and one for a release."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from gonogo.test_index.connection import CHUNK
from gonogo.test_index.simple_pages import file_url, versions
from gonogo.test_index.store import Store, StoredFile

TEXTS = (
    "author", "author_email", "description", "description_content_type", "download_url", "home_page", "keywords",
    "license", "license_expression", "maintainer", "maintainer_email", "platform", "requires_python", "summary",
)  # fmt: skip
LISTS = {
    "dynamic": "dynamic",
    "license_files": "license_file",
    "requires_dist": "requires_dist",
    "provides_extra": "provides_extra",
}
EMPTY = {"bugtrack_url": None, "docs_url": None, "downloads": {"last_day": -1, "last_week": -1, "last_month": -1}}
"""Keys that the API keeps for old clients."""


def page(store: Store, base: str, project: str) -> dict[str, Any] | None:
    """Return a project's page, about its newest version; None if it has no files."""
    files = store.of(project)
    if not files:
        return None
    newest = latest(files)
    shown = _page(store, base, [file for file in files if file.version == newest])
    return {**shown, "releases": {version: _urls(store, base, files, version) for version in versions(files)}}


def latest(files: Sequence[StoredFile]) -> str:
    """Return the version that a project's page is about: yanked ones and pre-releases come last."""
    from gonogo.pypi_rules.names import parsed_version

    def rank(version: str) -> tuple[bool, bool]:
        parsed = parsed_version(version)
        yanked = all(file.yanked is not None for file in files if file.version == version)
        return not yanked, parsed is not None and not parsed.is_prerelease

    return max(versions(files), key=lambda version: (rank(version), versions(files).index(version)))


def release_page(store: Store, base: str, project: str, version: str) -> dict[str, Any] | None:
    """Return the page of one release; None if there is none."""
    files = store.release(project, version)
    return _page(store, base, files) if files else None


def _page(store: Store, base: str, files: Sequence[StoredFile]) -> dict[str, Any]:
    first = files[0]
    return {
        "info": _info(base, first),
        "last_serial": store.serial(first.project),
        "ownership": {"organization": None, "roles": []},
        "urls": [_url(store, base, file) for file in files],
        "vulnerabilities": [],
    }


def _urls(store: Store, base: str, files: Sequence[StoredFile], version: str) -> list[dict[str, Any]]:
    return [_url(store, base, file) for file in files if file.version == version]


def _info(base: str, file: StoredFile) -> dict[str, Any]:
    texts = {key: file.first(key) or None for key in TEXTS}
    lists = {key: file.fields.get(name) or None for key, name in LISTS.items()}
    links = dict(_link(text) for text in file.fields.get("project_urls", []))
    yanked = {"yanked": file.yanked is not None, "yanked_reason": file.yanked or None}
    home = f"{base}/project/{file.project}/"
    return {
        **EMPTY,
        "name": file.name,
        "version": file.version,
        **texts,
        **lists,
        "classifiers": file.fields.get("classifiers") or [],
        "project_urls": links or None,
        "package_url": home,
        "project_url": home,
        "release_url": f"{home}{file.version}/",
        **yanked,
    }


def _link(text: str) -> tuple[str, str]:
    label, _, url = text.partition(",")
    return label.strip(), url.strip()


def _url(store: Store, base: str, file: StoredFile) -> dict[str, Any]:
    digests = _digests(store.files / file.filename, file.sha256)
    return {
        "filename": file.filename,
        "url": file_url(base, file),
        "digests": digests,
        "md5_digest": digests["md5"],
        "core-metadata": {"sha256": file.metadata_sha256} if file.metadata_sha256 else False,
        "size": file.size,
        "packagetype": file.filetype,
        "python_version": file.first("pyversion") or "source",
        "requires_python": file.first("requires_python") or None,
        "upload_time": file.uploaded[:19],
        "upload_time_iso_8601": file.uploaded,
        "yanked": file.yanked is not None,
        "yanked_reason": file.yanked or None,
        "has_sig": False,
        "downloads": -1,
        "comment_text": "",
    }


@lru_cache(maxsize=256)
def _digests(path: Path, sha256: str) -> dict[str, str]:
    """Return a file's digests in hex; the file is read once for each `sha256` that its path has had."""
    blake2, md5 = hashlib.blake2b(digest_size=32), hashlib.md5(usedforsecurity=False)
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            blake2.update(chunk)
            md5.update(chunk)
    return {"sha256": sha256, "md5": md5.hexdigest(), "blake2b_256": blake2.hexdigest()}
