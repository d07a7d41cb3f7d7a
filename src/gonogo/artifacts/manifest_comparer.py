"""A script that compares an sdist with git's files by check-manifest, in the project's folder.

It takes the names of two files: one with the question and one for the answer, both in JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main() -> None:
    """Compare and write the answer."""
    from check_manifest import (
        UI,
        canonical_file_list,
        find_bad_ideas,
        find_suggestions,
        get_sdist_file_list,
        read_config,
        read_manifest,
        strip_sdist_extras,
    )

    asked, answered = map(Path, sys.argv[1:])
    given = json.loads(asked.read_bytes())
    ignore, ignore_bad_ideas = read_config()
    ignore += read_manifest(UI(verbosity=0))
    every = canonical_file_list(given["tracked"])
    tracked = set(strip_sdist_extras(ignore, every))
    packed = set(get_sdist_file_list(given["sdist"], ignore))
    missing = sorted(tracked - packed - set(given["unasked"]))
    report = {
        "count": len(tracked | packed),
        "missing": missing,
        "extra": sorted(packed - tracked),
        "bad": ignore_bad_ideas.filter(find_bad_ideas(every)),
        "suggestions": find_suggestions(missing)[0],
    }
    answered.write_text(json.dumps(report), encoding="utf-8")


if __name__ == "__main__":
    main()
