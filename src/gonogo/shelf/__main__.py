"""A shelf as a program of its own: `python -m gonogo.shelf --folder F`.

It prints one line of JSON (`upload_url`, `simple_url`, `token_file`) and serves until its standard input
ends. The token is in the file, readable by its owner alone.
"""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from gonogo.index.pip_index import pip_index
from gonogo.shelf.faults import Faults, scenarios
from gonogo.shelf.shelf import Options, Shelf, open_shelf


def main() -> int:
    """Serve a folder until standard input ends."""
    arguments = _parser().parse_args()
    options = Options(fallback=None if arguments.alone else pip_index(), own=arguments.own)
    with ExitStack() as stack:
        aside = Path(stack.enter_context(TemporaryDirectory(prefix="gonogo-shelf-")))
        folder = arguments.folder or aside / "shelf"
        shelf = stack.enter_context(open_shelf(folder, options=options, faults=_faults(arguments.scenario)))
        sys.stdout.write(_announced(shelf, aside / "token") + "\n")
        sys.stdout.flush()
        sys.stdin.read()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m gonogo.shelf", description="Serve the embedded index.")
    parser.add_argument("--folder", type=Path, help="where its files are kept (else they are forgotten)")
    parser.add_argument("--own", action="append", default=[], help="a name that never passes through; may be repeated")
    parser.add_argument("--alone", action="store_true", help="pass no name through to the index that pip uses")
    names = [one.name for one in scenarios()]
    parser.add_argument("--scenario", choices=names, help="what goes wrong; nothing, unless it is said")
    return parser


def _faults(name: str | None) -> Faults:
    return Faults(*(fault for one in scenarios() if one.name == name for fault in one.faults))


def _announced(shelf: Shelf, token_file: Path) -> str:
    token_file.touch(mode=0o600)
    token_file.write_text(shelf.token, "utf-8")
    index = shelf.index
    return json.dumps({"upload_url": index.upload_url, "simple_url": index.simple_url, "token_file": str(token_file)})


if __name__ == "__main__":
    sys.exit(main())
