"""What an index answered about a project, handed to the rules as plain values."""

from dataclasses import dataclass
from datetime import datetime, timezone

from gonogo.model.index import Served
from gonogo.pypi_rules import limits


@dataclass(frozen=True)
class IndexFacts:
    """The files that an index serves for a project, and what else its pages say.

    `exists` is false for a project that the index does not have, None where it was not asked; `beside` are
    files that go up before this one in the same release; `status` is the project status marker;
    `neighbours` are names of other projects that look alike, None where they were not asked for; `burnt` are
    file names that were used and deleted, as far as they are known; `now` is the moment of judgement.
    """

    exists: bool | None
    served: tuple[Served, ...] = ()
    status: str = "active"
    beside: tuple[Served, ...] = ()
    neighbours: tuple[str, ...] | None = None
    burnt: frozenset[str] = frozenset()
    now: datetime | None = None

    @property
    def moment(self) -> datetime:
        """The moment of judgement; now unless given."""
        return self.now or datetime.now(timezone.utc)

    @property
    def file_size_limit(self) -> int:
        """The size limit of one file: the default, or the cap where a larger file is there already."""
        largest = max((one.size or 0 for one in self.served), default=0)
        return limits.FILE_SIZE if largest <= limits.FILE_SIZE else limits.FILE_SIZE_CAP
