"""What the acts of this room share: taking a conference, so that nobody else changes it meanwhile, and
moving a line of one of its lists."""

from collections.abc import Iterable

from django.db.models import Model

from kheo.lib.refusals import Refused
from kheo.movement.conferences.models import Conference
from kheo.movement.conferences.rules import why_not_prepare


class NotMet(Refused):
    """The rules are against this step of the conference now."""


def hold_row(conference: Conference) -> Conference:
    """Return a conference as it is now, held until the transaction ends."""
    return Conference.objects.select_for_update(of=("self",)).select_related("unit", "campaign").get(pk=conference.pk)


def hold_prepared(conference: Conference) -> Conference:
    """Return a conference that is still being prepared, held until the transaction ends.

    :raises NotMet: if its preparation is over.
    """
    held = hold_row(conference)
    if reasons := why_not_prepare(held):
        raise NotMet(*reasons)
    return held


def shift(among: Iterable[Model], line: Model, *, up: bool) -> bool:
    """Move a line of a list that is kept by `order` one place up or down, and return whether it moved; the first and
    the last stay where they are."""
    rows = list(among)
    place = next(number for number, row in enumerate(rows) if row.pk == line.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return False
    rows[place], rows[other] = rows[other], rows[place]
    for order, row in enumerate(rows, start=1):
        setattr(row, "order", order)  # noqa: B010 -- each kind of line has it
    type(line)._default_manager.bulk_update(rows, ["order"])
    return True
