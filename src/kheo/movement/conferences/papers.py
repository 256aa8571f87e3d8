"""The papers of a conference that offices can have templates of their own for."""

from django.utils.translation import pgettext_lazy

from kheo.machinery.papers.kit import Document, declare
from kheo.movement.conferences.actions.writing import KEYS, TEMPLATES

_INVITATION = pgettext_lazy("document", "Invitation to a conference")
_NOTICE = pgettext_lazy("document", "Notice of the conclusions of a conference")
_HONOURS = pgettext_lazy("document", "List of what is handed over at a conference")
declare(Document(KEYS["invitation"], _INVITATION, "GM", TEMPLATES / "invitation"))
declare(Document(KEYS["conclusions"], _NOTICE, "TB", TEMPLATES / "conclusions"))
declare(Document(KEYS["honours"], _HONOURS, "DS", TEMPLATES / "honours"))
