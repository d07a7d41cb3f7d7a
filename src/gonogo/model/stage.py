"""The stages of a release, their order, written here alone; what a probe of one answers; the states of a release."""

from dataclasses import dataclass
from enum import Enum, IntEnum


class Stage(Enum):
    """The stages of a release, in their order. The module of a step is `release/steps/VALUE.py`."""

    PREPARE = "prepare"
    BUILD = "build"
    TESTS = "tests"
    CHECK = "check"
    LAND = "land"
    PUSH = "push"
    PUBLISH = "publish"
    VERIFY = "verify"
    ANNOUNCE = "announce"


JUDGING = (Stage.BUILD, Stage.TESTS, Stage.CHECK)  # the stages that judge; for hooks they are one, named `judge`
STEPS = tuple(stage for stage in Stage if stage not in JUDGING)
"""The stages that are steps: each can see from repository, remote and index whether it is done."""

AFTER_JUDGING = STEPS[1:]  # the steps that follow the judging
BEFORE_PUBLISH = AFTER_JUDGING[: AFTER_JUDGING.index(Stage.PUBLISH)]
"""The steps that bring a release as far as the remote, wherever it is published from."""

FROM_PUBLISH = AFTER_JUDGING[len(BEFORE_PUBLISH) :]  # the steps from publishing on, which may be another place's
AFTER_VERIFY = FROM_PUBLISH[FROM_PUBLISH.index(Stage.VERIFY) + 1 :]  # those that follow the verification
HOOKED = (Stage.PREPARE.value, "judge", *(stage.value for stage in AFTER_JUDGING))
"""What a project can name in its hooks, as `before-NAME` and `after-NAME`."""


class State(Enum):
    """The four answers of a probe; UNKNOWN always stops and is never read as TODO."""

    TODO = "TODO"
    DONE = "DONE"
    CONFLICT = "CONFLICT"
    UNKNOWN = "UNKNOWN"


class Reach(IntEnum):
    """How far a step's effect goes."""

    NONE = 0
    REPO = 1
    REMOTE = 2
    PUBLIC = 3


@dataclass(frozen=True)
class Probe:
    """One look at where a release stands: the state, and why; `skipped` where a project has no such step."""

    state: State
    why: str = ""
    skipped: bool = False


@dataclass(frozen=True)
class WayOut:
    """What to do where a step is in CONFLICT: a sentence for its row, and what to type next."""

    fix: str
    next_command: str


class ReleaseState(Enum):
    """Where a release stands; the value is what a user reads."""

    NOTHING_OPEN = "nothing open"
    """No release is in progress."""

    PREPARED = "prepared by a killed run"
    """A release was about to land."""

    BEHIND = "work tree behind"
    """Branch and tag have landed; some files of the work tree are still old."""

    TAKEN_BACK = "being taken back"
    """An undo was interrupted."""

    UNTAGGED = "untagged"
    """The release commit is on the branch without its tag, as after a merged pull request."""

    LANDED = "landed"
    """Commit and tag are here, and not yet on the remote."""

    PUSHED = "pushed"
    """The tag is on the remote; the index has no file."""

    PARTLY_PUBLISHED = "partly published"
    """The index has some of the files."""

    UNVERIFIED = "published, unverified"
    """The index has all files, and they are not yet verified."""

    UNANNOUNCED = "verified, unannounced"
    """The files are verified; the forge release is missing or incomplete."""

    VERIFIED = "verified"
    """Everything is done."""

    CONFLICT = "conflict"
    """Something is there that is not from this release."""

    UNKNOWN = "unknown"
    """Something could not be asked."""

    @property
    def is_open(self) -> bool:
        """Whether a release is under way."""
        return self not in (ReleaseState.NOTHING_OPEN, ReleaseState.VERIFIED)
