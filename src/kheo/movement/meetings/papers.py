"""The papers of a meeting that offices can have templates of their own for."""

from django.utils.translation import pgettext_lazy

from kheo.machinery.papers.kit import Desk, Document, declare
from kheo.movement.meetings.actions.closing import TEMPLATES

_DESK = Desk("meetings:list", pgettext_lazy("menu", "Review meetings"), "meetings.view")
_MINUTES = pgettext_lazy("document", "Minutes of a review meeting")
_LIST = pgettext_lazy("document", "List that goes with the minutes")
declare(Document("bien-ban-hop-xet", _MINUTES, "BB", TEMPLATES / "minutes", _DESK))
declare(Document("danh-sach-hop-xet", _LIST, "DS", TEMPLATES / "list", _DESK))
