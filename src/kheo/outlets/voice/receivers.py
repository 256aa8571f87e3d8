"""Leads from the desk to the remarks that wait, and from a task to the remark that it came of; brings along what
moderators look for."""

from typing import Any

from django.apps import apps
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from kheo.machinery.duties import kit as duties
from kheo.outlets.newsroom.kit import Door, declare
from kheo.outlets.voice import queries
from kheo.outlets.voice.actions import ship_defaults
from kheo.outlets.voice.models import Pattern


def _bring_defaults(using: str, **_more: Any) -> None:
    """Bring in the words, patterns and reasons that Khéo knows, once their tables are there."""
    if Pattern._meta.db_table in connections[using].introspection.table_names():
        ship_defaults()


duties.declare(duties.Source("remark", "voice:remark", queries.is_seen_by))
declare(
    Door(
        label=_("Remarks waiting"),
        url_name="voice:remarks",
        act="voice.moderate",
        icon="chat-left-text",
        waiting=lambda user: queries.waiting(user).count(),
    )
)
post_migrate.connect(_bring_defaults, sender=apps.get_app_config("voice"), dispatch_uid="voice.defaults")
