"""Listens to every signal that a room named when it declared what can be found."""

from functools import partial
from typing import Any

from kheo.machinery.search.actions import put, remove
from kheo.machinery.search.kit import KINDS, Indexed


def _heard(indexed: Indexed, *, gone: bool = False, **told: Any) -> None:  # Any: what a signal carries
    record = told[indexed.argument]
    if gone:
        remove(indexed.kind, record.pk)
    else:
        put(indexed.kind, record)


for _indexed in KINDS.values():
    if _indexed.follows:
        _indexed.follows.connect(partial(_heard, _indexed), weak=False, dispatch_uid=f"search {_indexed.kind}")
