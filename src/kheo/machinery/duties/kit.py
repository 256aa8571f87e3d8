"""What other rooms take from here: how the thing that a task was said at is named, so that it leads back to it."""

from collections.abc import Callable
from dataclasses import dataclass

from kheo.foundation.accounts.models import User
from kheo.ui.declared import Catalogue


def _by_anybody(_user: User, _number: int) -> bool:
    return True


@dataclass(frozen=True)
class Source:
    """A kind of thing that gives tasks, and the page of one: it is given the number of the thing. Where not everybody
    who has a task may see what gave it, `seen_by` tells who may."""

    key: str
    url_name: str
    seen_by: Callable[[User, int], bool] = _by_anybody


SOURCES: Catalogue[Source] = Catalogue("receivers")


def declare(source: Source) -> Source:
    """Add a kind of thing that gives tasks; a key is declared once."""
    SOURCES.declare(source.key, source)
    return source
