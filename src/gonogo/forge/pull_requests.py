"""Pull requests on a forge: opened once, and updated."""

from dataclasses import replace

from gonogo.forge.api import ForgeRefused
from gonogo.forge.provider import Forge, Proposal, PullRequest

BODY_LIMIT = 60_000
"""Characters of a text that a forge takes; GitHub refuses more than 65,536."""


def propose(forge: Forge, proposal: Proposal) -> tuple[PullRequest, bool]:
    """Open a pull request, or give the open one of the same branches its new text; return it, and whether it is new."""
    proposal = replace(proposal, body=proposal.body[:BODY_LIMIT])
    found = forge.opened(proposal)
    if found is None:
        try:
            return forge.open(proposal), True
        except ForgeRefused:
            found = forge.opened(proposal)
            if found is None:
                raise
    forge.update(found.number, proposal)
    return found, False
