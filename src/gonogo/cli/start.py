"""The start of the console script: before anything is imported that a module of the project could stand in for."""

import os
import sys
from types import FrameType

STOPPED = 3  # the exit status of UNKNOWN


def main() -> None:
    """Run `gonogo TASK ...`, without the project's folder on the search path; Ctrl-C ends it in one line."""
    here = os.path.realpath(os.curdir)
    sys.path[:] = [entry for entry in sys.path if os.path.realpath(entry or os.curdir) != here]
    import signal

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, stop)
    from gonogo.cli import program

    program.main()


def stop(_: int, __: FrameType | None) -> None:
    """End the program, and say whether it has changed anything."""
    changes = sys.modules.get("gonogo.system.activity")
    changed = changes is not None and changes.are_made()
    os.write(2, f"stopped; {'what was done so far stays' if changed else 'nothing was changed'}\n".encode())
    os._exit(STOPPED)
