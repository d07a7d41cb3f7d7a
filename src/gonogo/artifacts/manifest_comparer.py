"""A script that compares an sdist with git's files by check-manifest, in the project's folder, JSON in and out."""

from __future__ import annotations

import json
import sys


def main() -> None:
    """Compare and print."""
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

    given = json.load(sys.stdin)
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
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main()
