"""What a client wants to read is weighed as HTTP says."""

from __future__ import annotations

import pytest

from gonogo.test_index.simple_pages import HTML, JSON, PLAIN_HTML, chosen

OFFERS = (PLAIN_HTML, HTML, JSON)


@pytest.mark.parametrize(
    ("accept", "offer"),
    [
        ("", PLAIN_HTML),
        ("*/*", PLAIN_HTML),
        (JSON, JSON),
        (f"{JSON}, {HTML}; q=0.1, text/html; q=0.01", JSON),
        (f"{JSON};q=0.2, {HTML};q=0.9, text/html;q=0.1", HTML),
        ("application/vnd.pypi.simple.latest+json", JSON),
        ("application/*", HTML),
        ("text/html;q=0, */*;q=0.1", HTML),
        (f"{JSON};q=lots", ""),
        ("image/png", ""),
        (";;,,", ""),
    ],
)
def test_the_best_liked_offer_is_chosen(accept: str, offer: str) -> None:
    assert chosen(accept, OFFERS) == offer
