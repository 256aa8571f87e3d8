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
from kheo.outlets.portal.queries.stories import Remark, Story, named_in, related, remarks, story

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
    "YearFigures",
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
    "remarks",
    "story",
    "units_recognised",
    "with_pictures",
    "year_figures",
    "years_recognised",
]
