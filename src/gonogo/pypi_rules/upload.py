"""An upload: a form and an artifact, as the index would judge them, with what the index already knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from gonogo.pypi_rules.form import Form, arrived, form_excess
from gonogo.pypi_rules.spec import Parsed, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from packaging.version import Version

    from gonogo.pypi_rules.artifact import Artifact
    from gonogo.pypi_rules.facts import IndexFacts
    from gonogo.pypi_rules.rule import Fault


class Upload:
    """One file as a client sends it; `form` is empty where no client could make one."""

    def __init__(
        self,
        form: Mapping[str, list[str]],
        artifact: Artifact,
        facts: IndexFacts | None = None,
        *,
        has_form: bool = False,
    ) -> None:
        """Keep what is judged; nothing is parsed before a rule asks. `has_form` is for a form sent empty."""
        self.has_form = has_form or bool(form)
        self.form: Form = arrived(form)
        self.artifact = artifact
        self.facts = facts
        self.client = Client("")

    @cached_property
    def excess(self) -> str:
        """Which of gonogo's own limits the form's metadata goes beyond; empty where none."""
        return form_excess(self.form)

    def one(self, name: str) -> str:
        """Return a field's last value, or an empty string."""
        values = self.form.get(name)
        return values[-1] if values else ""

    def all(self, name: str) -> list[str]:
        """Return all values of a field; none where its only value is empty."""
        values = self.form.get(name, [])
        return [] if values == [""] else values

    @cached_property
    def spec(self) -> Parsed:
        """What packaging says of the form's metadata."""
        return parse(self.form)

    @property
    def filename(self) -> str:
        """The file's name as it is sent."""
        return self.artifact.filename

    @cached_property
    def version(self) -> Version | None:
        """The form's version, or None where it is none."""
        from gonogo.pypi_rules.names import parsed_version

        return parsed_version(self.one("version"))

    @cached_property
    def project(self) -> str:
        """The project's normalized name."""
        from packaging.utils import canonicalize_name

        return canonicalize_name(self.one("name"))

    @property
    def digests(self) -> dict[str, str]:
        """The file's own digests in hex, by name."""
        return self.artifact.digests

    @cached_property
    def is_there_already(self) -> bool:
        """Whether the index serves this very file, so that sending it again is taken and does nothing."""
        served = self.facts.served if self.facts else ()
        same = (one.sha256 for one in served if one.filename == self.filename)
        return any(sha256 == self.digests["sha256"] for sha256 in same)


@dataclass(frozen=True)
class Client:
    """What a client could not do with a file, by the code of the rule that says so."""

    name: str
    faults: dict[str, list[Fault]] = field(default_factory=dict)
