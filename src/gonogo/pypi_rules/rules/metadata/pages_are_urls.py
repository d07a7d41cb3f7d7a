"""Home-page and Download-URL are addresses of the web."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.address import is_web_address
from gonogo.pypi_rules.form import header
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_INDEX + 14, source="Core metadata specifications, Home-page, Download-URL")
def pages_are_urls(upload: Upload) -> Iterator[Fault]:
    """Home-page or Download-URL does not begin with http or https, or has a port above 65535.

    The index makes links of them.

    Mend: write a whole address, or leave the field out.
    """
    for field in ("home_page", "download_url"):
        url = upload.one(field)
        if url and not is_web_address(url):
            yield Fault(f"{url!r} is not a valid url.", header(field), header(field))
