"""Tables that a body marks so are kept with every closing of its year."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from kheo.movement.closings.kit import Paper, declare
from kheo.movement.closings.states import Period
from kheo.outlets.tables.queries.filled import PAPER, kept_with


def _page(campaign: str, closing: int) -> str:
    return f"{reverse('tables:list')}?{urlencode({'campaign': campaign, 'closing': closing})}"


declare(Paper(PAPER, pgettext_lazy("tables", "Statistical tables"), frozenset({Period.YEAR}), kept_with, _page))
