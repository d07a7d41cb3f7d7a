"""Files sent to an index as gonogo sends them: `python -m benchmarks.sending FILE...`, the index in the environment."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from benchmarks import sample
from gonogo.artifacts.builder import artifacts
from gonogo.index.uploader import send
from gonogo.model.index import Index
from gonogo.model.manifest import Manifest


def main(files: list[Path]) -> None:
    """Send the files; the first refusal is raised."""
    index = Index("bench", os.environ["UPLOAD"], os.environ["SIMPLE"])
    manifest = Manifest(sample.NAME, "1.0.0", "0" * 40, 0, artifacts(files))
    send(index, manifest, files, lambda: os.environ["TOKEN"])


if __name__ == "__main__":
    main([Path(one) for one in sys.argv[1:]])
