"""Variables of upload tools that name another index than the one that is meant."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from gonogo.model.errors import GonogoError, Status
from gonogo.model.index import Index
from gonogo.system.address import is_loopback

VARIABLES = ("TWINE_REPOSITORY", "TWINE_REPOSITORY_URL", "UV_PUBLISH_INDEX", "UV_PUBLISH_URL")


class UploadRedirected(GonogoError):
    """A variable says that uploads go to another index."""

    status = Status.CONFLICT
    text = "{variable} names another index than {index}, to which this upload is to go"
    hint_text = "unset {variable}, or name that index with --to"


def require_none(index: Index) -> None:
    """Raise UploadRedirected where a variable names another index; nothing is sent on either reading.

    An index on this machine, as the embedded one of a rehearsal, is meant whatever they say.
    """
    if is_loopback(urlsplit(index.upload_url).hostname or ""):
        return
    for variable in VARIABLES:
        given = os.environ.get(variable, "")
        if given and given.rstrip("/") not in (index.name, index.upload_url.rstrip("/")):
            raise UploadRedirected(variable=variable, index=index.name)
