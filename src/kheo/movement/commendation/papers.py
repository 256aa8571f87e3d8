"""The documents of a dossier that offices can have templates of their own for."""

from django.utils.translation import pgettext_lazy

from kheo.machinery.papers.kit import Desk, Document, declare
from kheo.movement.commendation.actions.documents import KEYS, TEMPLATES
from kheo.movement.commendation.actions.documents import Document as Kind

_DESK = Desk("commendation:list", pgettext_lazy("menu", "Commendation"), "commendation.write")
_ALL = (
    (Kind.SUBMISSION, pgettext_lazy("document", "Submission for a commendation"), "TTr"),
    (Kind.SHORT_LIST, pgettext_lazy("document", "Short list for a commendation"), "DS"),
    (Kind.ACHIEVEMENT, pgettext_lazy("document", "Report on achievements"), "BC"),
)
for _kind, _name, _sign in _ALL:
    declare(Document(KEYS[_kind], _name, _sign, TEMPLATES / _kind.value, _DESK))
