"""The embedded index as a program: it prints one line of JSON and serves until its standard input ends."""

import argparse
import json
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from gonogo.system.pip_settings import pip_index
from gonogo.test_index.embedded import EmbeddedIndex, Options, open_index
from gonogo.test_index.faults import Faults
from gonogo.test_index.scenarios import SCENARIOS


def main() -> int:
    """Serve a folder until standard input ends."""
    arguments = _parser().parse_args()
    options = Options(fallback=None if arguments.alone else pip_index(), own=arguments.own)
    faults = Faults(*(fault for one in SCENARIOS if one.name == arguments.scenario for fault in one.faults))
    with ExitStack() as stack:
        temporary = Path(stack.enter_context(TemporaryDirectory(prefix="gonogo-test-index-")))
        folder = arguments.folder or temporary / "index"
        embedded = stack.enter_context(open_index(folder, options=options, faults=faults))
        sys.stdout.write(_announcement(embedded, temporary / "token") + "\n")
        sys.stdout.flush()
        sys.stdin.read()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m gonogo.test_index", description="Serve the embedded index.")
    parser.add_argument("--folder", type=Path, help="where to store files (default: a temporary folder)")
    parser.add_argument("--own", action="append", default=[], help="a name never to pass through; may be repeated")
    parser.add_argument("--alone", action="store_true", help="pass no name through to the index that pip uses")
    names = [one.name for one in SCENARIOS]
    parser.add_argument("--scenario", choices=names, help="what goes wrong (default: nothing)")
    return parser


def _announcement(embedded: EmbeddedIndex, token_file: Path) -> str:
    token_file.touch(mode=0o600)
    token_file.write_text(embedded.token, "utf-8")
    index = embedded.index
    return json.dumps({"upload_url": index.upload_url, "simple_url": index.simple_url, "token_file": str(token_file)})


if __name__ == "__main__":
    sys.exit(main())
