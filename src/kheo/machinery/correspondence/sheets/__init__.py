"""The book of documents in and out as workbooks: one list of what came in, one of what went out, each of a year."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.machinery.correspondence.sheets.clerks import ArrivalClerk, SendingClerk
from kheo.machinery.correspondence.sheets.columns import ARRIVALS, SENDINGS
from kheo.machinery.intake.kit import Period, Sheet, declare
from kheo.organisation.access.rules import today

ARRIVALS_KEY, SENDINGS_KEY = "documents-in", "documents-out"
_YEARS = 6  # that may be entered afterwards


def _periods(_user: User) -> list[Period]:
    """Return the years, this one first."""
    this = today().year
    return [Period(str(year), _("Year %(year)s") % {"year": year}, True) for year in range(this, this - _YEARS, -1)]


_GUIDE = (
    gettext_lazy(
        "A document that stands in the list of documents already (same number, issuer and day) is used as it is; what"
        " the workbook says otherwise of it is refused and shown. A new one is not shown on the portal."
    ),
    gettext_lazy("What is in the book already and not in the workbook stays as it is."),
)

declare(
    Sheet(
        key=ARRIVALS_KEY,
        act="correspondence.keep",
        title=pgettext_lazy("sheet", "Book of incoming documents"),
        tab=pgettext_lazy("sheet", "Incoming documents"),
        columns=ARRIVALS,
        periods=_periods,
        period_label=gettext_lazy("Year"),
        clerk=ArrivalClerk,
        home=lambda period: f"{reverse('correspondence:list')}?direction=in&year={period}",
        shown=("title", "doc_number", "issuer", "day"),
        is_edited=True,
        guide=_GUIDE,
    )
)
declare(
    Sheet(
        key=SENDINGS_KEY,
        act="correspondence.keep",
        title=pgettext_lazy("sheet", "Book of outgoing documents"),
        tab=pgettext_lazy("sheet", "Outgoing documents"),
        columns=SENDINGS,
        periods=_periods,
        period_label=gettext_lazy("Year"),
        clerk=SendingClerk,
        home=lambda period: f"{reverse('correspondence:list')}?direction=out&year={period}",
        shown=("title", "doc_number", "day", "recipients"),
        is_edited=True,
        guide=_GUIDE,
    )
)
