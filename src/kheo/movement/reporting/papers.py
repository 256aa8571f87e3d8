"""The document of this room that offices can have a template of their own for."""

from django.utils.translation import pgettext_lazy

from kheo.machinery.papers.kit import Document, declare
from kheo.movement.reporting.actions.printing import KEY, TEMPLATES

declare(Document(KEY, pgettext_lazy("document", "Periodic report of a unit"), "BC", TEMPLATES / "report"))
