"""The figures of the catalogue that rest on a document."""

from django.db.models import Case, CharField, F, Value, When
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.directives.kit import Resting, Rows, declare
from kheo.organisation.access.rules import can_anywhere
from kheo.outlets.reports.models import NamedFigure
from kheo.outlets.reports.queries.catalogue import FIGURE


def figures(user: User) -> Rows:
    """Return the figures that a document may be named for, to whoever sees the catalogue."""
    rows = NamedFigure.objects.filter(key__in=list(CATALOGUE))
    labels = [When(key=key, then=Value(str(figure.label))) for key, figure in CATALOGUE.items()]
    said = Case(*labels, default=F("key"), output_field=CharField(max_length=200))
    seen = rows if can_anywhere(user, "registry.view") else rows.none()
    return seen.annotate(place=F("key"), said=said)


declare(Resting(FIGURE, _("Catalogue of figures"), "reports:figure", figures))
