"""The documents of this room that offices can have templates of their own for."""

from django.utils.translation import pgettext_lazy

from kheo.machinery.papers.kit import Document, declare
from kheo.outlets.reports.actions import TEMPLATES

_NAME = pgettext_lazy("document", "Decision on a steering committee")
declare(Document("quyet-dinh-ban-chi-dao", _NAME, "QĐ", TEMPLATES / "staffing"))
_TERM = pgettext_lazy("document", "Report of a term")
declare(Document("bao-cao-giai-doan", _TERM, "BC", TEMPLATES / "term"))
