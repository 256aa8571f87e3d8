"""The sets that come along, and where else to read of a model: which criteria it serves."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kheo.foundation.accounts.models import User
from kheo.movement.newrural.actions import ship_sets
from kheo.movement.newrural.models import RuralSet
from kheo.movement.registry.kit import Link, Shown, link
from kheo.organisation.access.rules import can_anywhere
from kheo.ui.addresses import address


def _bring_sets(using: str, **_more: Any) -> None:
    """Bring in the national sets, once their tables are there."""
    if RuralSet._meta.db_table in connections[using].introspection.table_names():
        ship_sets()


def _criteria(shown: Shown, user: User) -> Sequence[Link]:
    """Return the way to the criteria that the model of a registration serves."""
    if not can_anywhere(user, "newrural.view"):
        return []
    words = _("Criteria that it serves")
    return [Link(pgettext("newrural", "New rural area"), words, address("newrural:model", shown.number))]


link(_criteria)
post_migrate.connect(_bring_sets, sender=apps.get_app_config("newrural"), dispatch_uid="newrural.sets")
