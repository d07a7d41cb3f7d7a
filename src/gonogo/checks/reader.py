"""The reader: the read-only view of one release that checks see, each part read when first asked for."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timezone
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gonogo.artifacts.builder import Metadata
    from gonogo.artifacts.workshops import Workshops
    from gonogo.index.reading import Entry

from gonogo.git.repository import Git
from gonogo.git.tags import Tag, message, newest_final_before
from gonogo.model.index import Index, Served
from gonogo.model.manifest import Artifact, Manifest
from gonogo.model.project import Project
from gonogo.project import api
from gonogo.system import process
from gonogo.system.folders import temporary

BAD = ("BADSIG", "BAD signature", "Could not verify signature")
"""What gpg and ssh-keygen say of a signature that does not fit; other words mean that no key is known."""


@dataclass(frozen=True)
class Reader:
    """One release as checks see it.

    `version` is the planned one, `tag` is empty for a commit without one; `commit` is the release commit;
    `tree` is the project's folder in a clean clone of it, `repo` the user's repository; `files` are the
    judged artifacts that `manifest` lists, in its order; `index` is where they are to go; `workshops` are what the
    packages share that are released with it.
    """

    project: Project
    version: str
    tag: str
    commit: str
    tree: Path
    repo: Path
    manifest: Manifest
    files: tuple[Path, ...]
    index: Index
    workshops: Workshops | None = None

    @property
    def artifacts(self) -> tuple[tuple[Artifact, Path], ...]:
        """Each artifact of the manifest with its file."""
        return tuple(zip(self.manifest.artifacts, self.files, strict=True))

    @property
    def wheels(self) -> tuple[Path, ...]:
        """The wheels."""
        return tuple(path for path in self.files if path.name.endswith(".whl"))

    @property
    def sdists(self) -> tuple[Path, ...]:
        """Everything that is no wheel."""
        return tuple(path for path in self.files if not path.name.endswith(".whl"))

    @cached_property
    def metadata(self) -> Mapping[str, Metadata]:
        """The metadata inside each artifact, by file name; BrokenArtifact where one cannot be opened."""
        from gonogo.artifacts.builder import metadata_of

        return {path.name: metadata_of(path) for path in self.files}

    @cached_property
    def entry(self) -> Entry:
        """The project as the index has it; CouldNotTell where it cannot be asked."""
        from gonogo.index.reading import look_up

        return look_up(self.index, self.project.name)

    @property
    def served(self) -> tuple[Served, ...]:
        """Every file of the project that the index serves."""
        return self.entry.files

    @cached_property
    def status(self) -> tuple[str, ...]:
        """The lines of `git status` in the user's repository: two letters of state, a space, the path."""
        return Git(self.repo).status()

    @cached_property
    def top(self) -> Path:
        """The top folder of the clean clone."""
        return Git(self.tree).top

    @cached_property
    def day(self) -> date:
        """The day of the release commit, in UTC."""
        return datetime.fromtimestamp(Git(self.tree).epoch("HEAD"), timezone.utc).date()

    @cached_property
    def tag_object(self) -> str:
        """The kind of object that the tag is in the user's repository, `tag` where it is annotated; empty for none."""
        git, ref = Git(self.repo), f"refs/tags/{self.tag}"
        return git("cat-file", "-t", ref) if self.tag and git.resolve(ref) else ""

    @cached_property
    def tag_message(self) -> str:
        """The message of the tag in the user's repository."""
        return message(Git(self.repo), self.tag)

    @property
    def has_bad_signature(self) -> bool:
        """Whether the tag is signed, and the signature is not one of its text; a key that is not known is no fault."""
        git, ref = Git(self.repo), f"refs/tags/{self.tag}"
        if "-----BEGIN " not in git("cat-file", "tag", ref):
            return False
        done = git.run("verify-tag", "--raw", ref)
        return bool(done.code) and any(word in done.stderr for word in BAD)

    @cached_property
    def branches(self) -> tuple[str, ...]:
        """The branches, here and on the remote, that hold the release commit; of one in the settings, only that."""
        fixed, remote = self.project.settings.branch, self.project.remote or "origin"
        names = [f"refs/heads/{fixed}", f"refs/remotes/{remote}/{fixed}"]
        patterns = names if fixed else ["refs/heads/", f"refs/remotes/{remote}/"]
        lines = Git(self.repo)("for-each-ref", "--format=%(refname)", f"--contains={self.commit}", *patterns)
        return tuple(line.removeprefix("refs/heads/").removeprefix("refs/remotes/") for line in lines.splitlines())

    @cached_property
    def last(self) -> Tag:
        """The last final release below this one; without a commit where there is none."""
        return newest_final_before(Git(self.tree), self.project.tag_template, self.project.name, self.version)

    @property
    def sources_differ(self) -> bool:
        """Whether a source differs from the last final release."""
        return api.changed(Git(self.tree), self.last.commit, "HEAD")

    def api_since_last(self, names: Sequence[str]) -> api.Compared:
        """Compare the public API of packages with that of the last final release, by their sources."""
        git = Git(self.tree)
        with temporary() as folder:
            old = api.unpack(git, self.tree, self.last.commit, folder / "old")
            new = api.unpack(git, self.tree, "HEAD", folder / "new")
            return api.compare(old, new, names)

    def beside_tracked(self, sdist: Path, unasked: Sequence[str] = ()) -> dict[str, Any]:
        """Return what check-manifest, in the project's folder, reports of an sdist and the tracked files.

        Those that are `unasked` may be missing.
        """
        from gonogo.artifacts import manifest_comparer

        question = json.dumps({"sdist": str(sdist.resolve()), "tracked": self.tracked, "unasked": unasked})
        with temporary() as folder:
            asked, answered = folder / "question.json", folder / "answer.json"
            asked.write_text(question, encoding="utf-8")
            argv = [sys.executable, "-I", str(manifest_comparer.__file__), str(asked), str(answered)]
            if self.workshops:
                self.workshops.run("check_manifest", [argv[0], *argv[2:]], self.tree)
            else:
                process.must(process.run(argv, self.tree))
            return dict(json.loads(answered.read_bytes()))

    @cached_property
    def tracked(self) -> tuple[str, ...]:
        """The paths of the project that git tracks at the release commit, relative to the project."""
        return tuple(Git(self.tree)("ls-files", "-z", "--recurse-submodules").split("\0")[:-1])

    def left_out(self, paths: Sequence[str]) -> frozenset[str]:
        """Return which of some tracked paths the project leaves out of its sdist on purpose.

        The settings of its build backend say so, or `export-ignore` in .gitattributes.
        """
        from gonogo.project import sdist_exclusions
        from gonogo.project.tree import Tree

        by_settings = sdist_exclusions.of(Tree(self.tree), paths)
        return frozenset(by_settings) | Git(self.tree).with_attribute("export-ignore", paths)
