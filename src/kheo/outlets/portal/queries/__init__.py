"""What public pages show, read in few and narrow queries. Nothing here is asked who is looking: all of it is public."""

from kheo.outlets.portal.queries.addresses import article_once_at, articles_to_index, models_to_index
from kheo.outlets.portal.queries.documents import (
    decisions,
    directives,
    issuers,
    saying,
    years_of_decisions,
    years_of_directives,
)
from kheo.outlets.portal.queries.files import is_public
from kheo.outlets.portal.queries.front_page import Front, Shelf, YearFigures, front, year_figures
from kheo.outlets.portal.queries.gallery import (
    Line,
    Model,
    called,
    line_of,
    model,
    recognised,
    units_recognised,
    with_photos,
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
    most_read,
    with_pictures,
)
from kheo.outlets.portal.queries.lists import Span, days_between, months, published_between
from kheo.outlets.portal.queries.organisation import Steering, steering
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
    "Span",
    "Steering",
    "Story",
    "YearFigures",
    "article_once_at",
    "articles_to_index",
    "called",
    "days_between",
    "decisions",
    "directives",
    "edition_and_views",
    "frame",
    "front",
    "headline_of",
    "headlined",
    "is_public",
    "issuers",
    "line_of",
    "model",
    "models_to_index",
    "months",
    "most_read",
    "named_in",
    "published_between",
    "recognised",
    "related",
    "remarks",
    "saying",
    "steering",
    "story",
    "units_recognised",
    "with_photos",
    "with_pictures",
    "year_figures",
    "years_of_decisions",
    "years_of_directives",
    "years_recognised",
]
