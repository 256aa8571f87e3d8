from kheo.machinery.directives.queries.register import (
    MOST_SEARCHED,
    Related,
    hung_with,
    newest_first,
    papers_of,
    relations_of,
    standings,
    with_ends,
    with_papers,
    words_of,
)

__all__ = [
    "MOST_SEARCHED",
    "Related",
    "hung_with",
    "newest_first",
    "papers_of",
    "relations_of",
    "standings",
    "with_ends",
    "with_papers",
    "words_of",
]
