"""Leads from the desk to the remarks that wait."""

from django.utils.translation import gettext_lazy as _

from kheo.outlets.newsroom.kit import Door, declare
from kheo.outlets.voice import queries

declare(
    Door(
        label=_("Remarks waiting"),
        url_name="voice:remarks",
        act="voice.moderate",
        icon="chat-left-text",
        waiting=lambda user: queries.waiting(user).count(),
    )
)
