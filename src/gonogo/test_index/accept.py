"""What a client wants to read: the Accept header, weighed (RFC 9110, section 12.5.1)."""

from __future__ import annotations

JSON = "application/vnd.pypi.simple.v1+json"
HTML = "application/vnd.pypi.simple.v1+html"
PLAIN_HTML = "text/html"

LATEST = {"application/vnd.pypi.simple.latest+json": JSON, "application/vnd.pypi.simple.latest+html": HTML}


def chosen(accept: str, offers: tuple[str, ...]) -> str:
    """Return the offer that the client likes best, an empty text where it takes none.

    Of offers that it likes alike, the first is taken; without a header, the first of all.

    >>> chosen("text/html;q=0.1, application/vnd.pypi.simple.v1+json", (PLAIN_HTML, JSON))
    'application/vnd.pypi.simple.v1+json'
    """
    wishes = _wishes(accept or "*/*")
    weighed = [(_weight(offer, wishes), -place, offer) for place, offer in enumerate(offers)]
    weight, _, offer = max(weighed)
    return offer if weight > 0 else ""


def _wishes(accept: str) -> dict[str, float]:
    wishes: dict[str, float] = {}
    for part in accept.split(","):
        kind, *options = (piece.strip() for piece in part.split(";"))
        weight = next((option[2:] for option in options if option.startswith("q=")), "1")
        wishes[LATEST.get(kind, kind)] = _number(weight)
    return wishes


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _weight(offer: str, wishes: dict[str, float]) -> float:
    family = offer.partition("/")[0] + "/*"
    return next((wishes[kind] for kind in (offer, family, "*/*") if kind in wishes), 0.0)
