"""pypiserver and the bottle that it brings, imported without a trace in the process.

That bottle imports the deprecated `cgi`, which the test index never uses, and leaves a finder of an old kind in
`sys.meta_path` (for `bottle.ext`), of which Python warns at every later import that fails.
"""

from __future__ import annotations

import sys
import warnings

_FINDERS = list(sys.meta_path)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pypiserver
    from pypiserver.bottle_wrapper import Bottle, HTTPResponse, parse_range_header, request, static_file

sys.meta_path[:] = [finder for finder in sys.meta_path if finder in _FINDERS]

__all__ = ["Bottle", "HTTPResponse", "parse_range_header", "pypiserver", "request", "static_file"]
