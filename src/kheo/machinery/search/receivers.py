"""Listens to every signal that a room named when it declared what can be found; brings the abbreviations along."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.models.signals import post_migrate

from kheo.foundation.jobs.actions import start
from kheo.lib.runs import runs_of
from kheo.machinery.search.actions import put, remove, ship_abbreviations
from kheo.machinery.search.jobs import catch_up
from kheo.machinery.search.kit import KINDS, Indexed
from kheo.machinery.search.models import Abbreviation


def _heard(indexed: Indexed, *, gone: bool = False, **told: Any) -> None:  # Any: what a signal carries
    record = told[indexed.argument]
    if gone:
        remove(indexed.kind, record.pk)
    else:
        put(indexed.kind, record)


def _heard_many(indexed: Indexed, *, numbers: Sequence[int], at: datetime, **_told: Any) -> None:
    for first, last in runs_of(numbers):
        start(catch_up, by=None, at=at, entries=indexed.kind, first=first, last=last)


def _bring_abbreviations(using: str, **_more: Any) -> None:
    """Bring in the abbreviations that Khéo knows, once their table is there."""
    if Abbreviation._meta.db_table in connections[using].introspection.table_names():
        ship_abbreviations()


post_migrate.connect(_bring_abbreviations, sender=apps.get_app_config("search"), dispatch_uid="search.abbreviations")
for _indexed in KINDS.values():
    if _indexed.follows:
        _indexed.follows.connect(partial(_heard, _indexed), weak=False, dispatch_uid=f"search {_indexed.kind}")
    if _indexed.follows_many:
        _indexed.follows_many.connect(
            partial(_heard_many, _indexed), weak=False, dispatch_uid=f"search many {_indexed.kind}"
        )
