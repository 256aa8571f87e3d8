"""The list of documents as a workbook: a row for each, with what it does to earlier ones."""

from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.machinery.directives.sheets.clerk import DirectiveClerk
from kheo.machinery.directives.sheets.columns import COLUMNS
from kheo.machinery.intake.kit import Period, Sheet, declare


def _periods(_user: User) -> list[Period]:
    """Return the one list of documents."""
    return [Period("van-ban", str(gettext_lazy("Documents")), True)]


declare(
    Sheet(
        key="directives",
        act="directives.keep",
        title=pgettext_lazy("sheet", "List of documents of the movement"),
        tab=pgettext_lazy("sheet", "Documents"),
        columns=COLUMNS,
        periods=_periods,
        clerk=DirectiveClerk,
        home=lambda _period: reverse("directives:list"),
        shown=("title", "number", "issuer", "signed_on"),
        is_edited=True,
        is_merged=True,
        guide=(
            gettext_lazy(
                "A document is known again by its code in Khéo; without one by its number (or its subject), its issuer"
                " and its day."
            ),
            gettext_lazy(
                "The columns of what a document does to others hold all of it: what is taken out of a cell is taken"
                " back. A document of another row may be named too."
            ),
            gettext_lazy("A document that is not in the workbook stays as it is. Files are added on its page."),
        ),
    )
)
