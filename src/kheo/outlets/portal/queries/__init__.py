"""What public pages show, read in few and narrow queries. Nothing here is asked who is looking: all of it is public."""

from kheo.outlets.portal.queries.documents import directives
from kheo.outlets.portal.queries.files import is_public
from kheo.outlets.portal.queries.front_page import Front, Shelf, YearFigures, front, year_figures
from kheo.outlets.portal.queries.gallery import (
    Line,
    Model,
    line_of,
    model,
    recognised,
    units_recognised,
    years_recognised,
)
from kheo.outlets.portal.queries.headlines import (
    Body,
    Frame,
    Headline,
    Picture,
    edition_and_views,
    frame,
    headline_of,
    headlined,
    with_pictures,
)
from kheo.outlets.portal.queries.stories import Story, named_in, related, story
from kheo.outlets.portal.queries.voices import Remark, Subject, Voices, answerable, shown_remark, stars_of, voices

__all__ = [
    "Body",
    "Frame",
    "Front",
    "Headline",
    "Line",
    "Model",
    "Picture",
    "Remark",
    "Shelf",
    "Story",
    "Subject",
    "Voices",
    "YearFigures",
    "answerable",
    "directives",
    "edition_and_views",
    "frame",
    "front",
    "headline_of",
    "headlined",
    "is_public",
    "line_of",
    "model",
    "named_in",
    "recognised",
    "related",
    "shown_remark",
    "stars_of",
    "story",
    "units_recognised",
    "voices",
    "with_pictures",
    "year_figures",
    "years_recognised",
]
