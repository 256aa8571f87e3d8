"""The document of this room that offices can have a template of their own for."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.machinery.papers.kit import Desk, Document, declare
from kheo.movement.reporting.actions.printing import KEY, TEMPLATES

_DESK = Desk("reporting:list", gettext_lazy("Periodic reports"), "reporting.view")
declare(Document(KEY, pgettext_lazy("document", "Periodic report of a unit"), "BC", TEMPLATES / "report", _DESK))
