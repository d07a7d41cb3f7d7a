"""How Sphinx builds this documentation; `nox -s docs` runs it."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "gonogo"
author = "The gonogo founders"
copyright = author  # noqa: A001
release = metadata.version("gonogo")

extensions = ["myst_parser", "from_code"]
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3
nitpicky = True
smartquotes = False

html_theme = "furo"
html_title = f"gonogo {release}"
html_favicon = "_static/favicon.svg"
html_static_path = ["_static"]
html_css_files = ["style.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
