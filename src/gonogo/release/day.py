"""The day of a release."""

import os
from datetime import date

from gonogo.model.errors import GonogoError


class BadEpoch(GonogoError):
    text = "SOURCE_DATE_EPOCH is '{epoch}', which is not a number of seconds since 1970"
    hint_text = "unset it, or set it to a number such as that of: git log -1 --format=%ct"


def today() -> date:
    """Return the date of the release: of SOURCE_DATE_EPOCH where it is set, else today's, in UTC; BadEpoch."""
    import datetime

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    zone = datetime.timezone.utc
    if not epoch:
        return datetime.datetime.now(zone).date()
    try:
        return datetime.datetime.fromtimestamp(int(epoch), zone).date()
    except (ValueError, OverflowError, OSError) as error:
        raise BadEpoch(epoch=epoch) from error
