"""What other rooms take from here: how the thing that a task was said at is named, so that it leads back to it."""

from dataclasses import dataclass

from kheo.ui.declared import Catalogue


@dataclass(frozen=True)
class Source:
    """A kind of thing that gives tasks, and the page of one: it is given the number of the thing."""

    key: str
    url_name: str


SOURCES: Catalogue[Source] = Catalogue("receivers")


def declare(source: Source) -> Source:
    """Add a kind of thing that gives tasks; a key is declared once."""
    SOURCES.declare(source.key, source)
    return source
