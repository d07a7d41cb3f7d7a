"""Stop where this Python is too old for gonogo, before anything is installed; every Python 3 can run this."""

import sys
import tarfile

if sys.version_info < (3, 10) or not hasattr(tarfile, "data_filter"):
    found = ".".join(map(str, sys.version_info[:3]))
    sys.exit("gonogo needs Python 3.10.12 or a later 3.10, 3.11.4 or a later 3.11, or 3.12 or later; this is " + found)
