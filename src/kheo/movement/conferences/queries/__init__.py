"""What is read of conferences: who is expected and came, what may be done, what became of the last one."""

from kheo.movement.conferences.queries.binding import NotBound, bound, chosen_speeches
from kheo.movement.conferences.queries.following import (
    Became,
    Followed,
    Tally,
    became_of,
    followed_up,
    said_at,
    tally_of,
)
from kheo.movement.conferences.queries.gathering import (
    ANSWERERS,
    Heads,
    answerers,
    heads_of,
    keeps_door,
    last_before,
    may_be_keepers,
    names_below,
    own_guests,
    own_quotas,
    people_in,
    programme_of,
    units_below,
)
from kheo.movement.conferences.queries.honours import RECOGNISED, decisions_for, grants_for, honours_by
from kheo.movement.conferences.queries.speeches import Point, points_of, speeches_for, speeches_of

__all__ = [
    "NotBound",
    "bound",
    "chosen_speeches",
    "ANSWERERS",
    "Became",
    "Followed",
    "Heads",
    "Point",
    "RECOGNISED",
    "Tally",
    "answerers",
    "became_of",
    "decisions_for",
    "followed_up",
    "grants_for",
    "heads_of",
    "honours_by",
    "keeps_door",
    "last_before",
    "may_be_keepers",
    "names_below",
    "own_guests",
    "own_quotas",
    "people_in",
    "points_of",
    "programme_of",
    "said_at",
    "speeches_for",
    "speeches_of",
    "tally_of",
    "units_below",
]
