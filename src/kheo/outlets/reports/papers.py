"""The documents of this room that offices can have templates of their own for."""

from django.utils.translation import pgettext_lazy

from kheo.machinery.papers.kit import Document, declare
from kheo.outlets.reports.actions import TEMPLATES, TERM, YEAR_END

_DECISION = pgettext_lazy("document", "Decision on a steering committee")
_YEAR_END = pgettext_lazy("document", "Year-end report")
_TERM = pgettext_lazy("document", "Report of a term")
declare(Document("quyet-dinh-ban-chi-dao", _DECISION, "QĐ", TEMPLATES / "staffing"))
declare(Document(YEAR_END, _YEAR_END, "BC", TEMPLATES / "year_end"))
declare(Document(TERM, _TERM, "BC", TEMPLATES / "term"))
