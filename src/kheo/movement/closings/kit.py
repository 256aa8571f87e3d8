"""What rooms downstream keep of a period when it is closed: the content of a document, to be printed again from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

from kheo.movement.campaigns.models import Campaign
from kheo.movement.closings.states import Period
from kheo.ui.declared import Catalogue


@dataclass(frozen=True)
class Paper:
    """A document that is kept with a closing.

    `draw(campaign, day)` returns all that the document says on a day, as text, numbers, days, lists and mappings, or
    refuses; `url(campaign, closing)` the page that prints it again, by the short address and the number of the closing.
    """

    key: str
    label: Promise
    periods: frozenset[Period]
    draw: Callable[[Campaign, date], Mapping[str, Any]]  # Any: what JSON holds, and days
    url: Callable[[str, int], str]


PAPERS: Catalogue[Paper] = Catalogue("receivers")


def declare(paper: Paper) -> None:
    """Keep a document with every closing from now on; a key is declared once."""
    PAPERS.declare(paper.key, paper)
