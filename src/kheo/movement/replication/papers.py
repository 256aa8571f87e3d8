"""The paper of a model to be copied, of which offices can have templates of their own."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.machinery.papers.kit import Desk, Document, declare
from kheo.movement.replication.actions.kits import KEY, TEMPLATES

_DESK = Desk("replication:list", gettext_lazy("Replication"), "replication.view")
declare(Document(KEY, pgettext_lazy("document", "Kit to copy a model"), "PL", TEMPLATES / "kit", _DESK))
