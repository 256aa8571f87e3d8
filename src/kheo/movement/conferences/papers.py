"""The papers of a conference that offices can have templates of their own for."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.machinery.papers.kit import Desk, Document, declare
from kheo.movement.conferences.actions.writing import KEYS, TEMPLATES

_DESK = Desk("conferences:list", gettext_lazy("Conferences"), "conferences.keep")
_ALL = (
    ("invitation", pgettext_lazy("document", "Invitation to a conference"), "GM"),
    ("programme", pgettext_lazy("document", "Programme of a conference"), "CTr"),
    ("conclusions", pgettext_lazy("document", "Notice of the conclusions of a conference"), "TB"),
    ("honours", pgettext_lazy("document", "List of what is handed over at a conference"), "DS"),
)
for _stem, _name, _sign in _ALL:
    declare(Document(KEYS[_stem], _name, _sign, TEMPLATES / _stem, _DESK))
