"""The forms of table that rest on a document."""

from django.db.models import F
from django.utils.translation import pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.machinery.directives.kit import Resting, Rows, declare
from kheo.outlets.tables.models import TableForm


def forms(user: User) -> Rows:
    """Return the forms that somebody sees, by their titles."""
    rows = TableForm.objects.visible_to(user).current()
    return rows.annotate(place=F("pk"), said=F("title"))


declare(Resting("table", pgettext_lazy("tables", "Statistical tables"), "tables:table", forms, by="directive"))
