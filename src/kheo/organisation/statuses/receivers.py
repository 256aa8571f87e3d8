"""What happens to statuses when units change, what the page of a unit shows of them, and the kinds that come along."""

from typing import Any

from django.apps import apps
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from kheo.organisation.changes.kit import Follower, Panel, declare, declare_panel
from kheo.organisation.statuses.actions import follow_change, ship_kinds
from kheo.organisation.statuses.models import StatusKind
from kheo.organisation.statuses.queries import standing_of, to_reassess, why_not_close


def _bring_kinds(using: str, **_more: Any) -> None:
    """Bring in the kinds that Khéo knows, once their table is there."""
    if StatusKind._meta.db_table in connections[using].introspection.table_names():
        ship_kinds()


declare(Follower(_("Statuses"), effects=to_reassess, follow=follow_change, why_not=why_not_close))
declare_panel(Panel("statuses/panel.html", standing_of))
post_migrate.connect(_bring_kinds, sender=apps.get_app_config("statuses"), dispatch_uid="statuses.kinds")
