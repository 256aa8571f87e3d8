"""What other rooms take from here: how to declare background work, and what such work is given and gives back."""

import inspect
import json
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.functional import Promise

from kheo.foundation.accounts.models import User
from kheo.ui.declared import Catalogue

Json = Any  # what JSON holds: numbers, texts, yes and no, lists and maps of them


class Cancelled(Exception):
    """Whoever asked for the work wants it no longer. Rises from `tell` and `step`; work lets it pass."""


class Stopped(Exception):
    """The worker ends, or another has taken over. Rises from `tell` and `step`; work lets it pass."""


@dataclass(frozen=True)
class Outcome:
    """What came of the work: in words, the address of the page to go on with, and what a program would read."""

    words: str = ""
    url: str = ""
    facts: Mapping[str, Json] = field(default_factory=dict)


class Work(ABC):
    """What a function of background work is given first: for whom and when it was asked, and how to tell how far it is.

    `mark` is what the last finished step left (None before the first), also if another attempt left it.
    """

    by: User | None
    at: datetime
    mark: Json

    @abstractmethod
    def tell(self, done: int, total: int = 0, words: str = "") -> None:
        """Tell how far the work is; total 0 means that nobody knows. Costs next to nothing, so call it often.

        :raises Cancelled: if the work is wanted no longer.
        :raises Stopped: if the worker is to end.
        """

    @abstractmethod
    def step(self, mark: Json) -> AbstractContextManager[None]:
        """Make one step of work that is not whole: a transaction of its own that also keeps `mark`.

        :raises Cancelled: if the work is wanted no longer.
        :raises Stopped: if the worker is to end; what the step wrote is then undone.
        """


Function = Callable[..., Outcome | None]


class Kind(NamedTuple):
    """A kind of background work, as its room declared it."""

    key: str
    label: str | Promise
    run: Function
    is_whole: bool
    is_short: bool
    is_daily: bool

    def checked(self, arguments: Mapping[str, Json]) -> dict[str, Json]:
        """Return the arguments as they are kept.

        :raises TypeError: if the function does not take them, or JSON does not keep them as they are.
        """
        inspect.signature(self.run).bind(None, **arguments)
        kept: dict[str, Json] = json.loads(json.dumps(arguments))
        if kept != dict(arguments):
            raise TypeError(f"{self.key} can be given only what JSON keeps: {arguments}")
        return kept


KINDS: Catalogue[Kind] = Catalogue("jobs")
# Set when work has been put in the queue, so that the worker of this process need not wait for its next look.
WAKE = threading.Event()


def job(
    key: str, label: str | Promise, *, is_whole: bool = True, is_short: bool = False, is_daily: bool = False
) -> Callable[[Function], Kind]:
    """Declare a function of `jobs.py` as background work.

    Whole work is one transaction, in which it is also marked as done: all of it or nothing, exactly once. Other work
    goes by `Work.step`, each step exactly once. Short work is run at once, within the request that asks for it. Daily
    work takes no arguments and is started once on each local day, by whichever worker is idle first; its `at` says
    which day that is.
    """

    def declare(run: Function) -> Kind:
        kind = Kind(key, label, run, is_whole, is_short, is_daily)
        KINDS.declare(key, kind)
        return kind

    return declare
