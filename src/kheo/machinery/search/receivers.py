"""Listens to every signal that a room named when it declared what can be found."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from kheo.foundation.jobs.actions import start
from kheo.lib.runs import runs_of
from kheo.machinery.search.actions import put, remove
from kheo.machinery.search.jobs import catch_up
from kheo.machinery.search.kit import KINDS, Indexed


def _heard(indexed: Indexed, *, gone: bool = False, **told: Any) -> None:  # Any: what a signal carries
    record = told[indexed.argument]
    if gone:
        remove(indexed.kind, record.pk)
    else:
        put(indexed.kind, record)


def _heard_many(indexed: Indexed, *, numbers: Sequence[int], at: datetime, **_told: Any) -> None:
    for first, last in runs_of(numbers):
        start(catch_up, by=None, at=at, entries=indexed.kind, first=first, last=last)


for _indexed in KINDS.values():
    if _indexed.follows:
        _indexed.follows.connect(partial(_heard, _indexed), weak=False, dispatch_uid=f"search {_indexed.kind}")
    if _indexed.follows_many:
        _indexed.follows_many.connect(
            partial(_heard_many, _indexed), weak=False, dispatch_uid=f"search many {_indexed.kind}"
        )
