"""The sums of units as a table, each number with the page of just these."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kheo.foundation.accounts.models import User
from kheo.lib.dates import short_date
from kheo.lib.numbers import percent
from kheo.movement.training.queries import UnitSum
from kheo.movement.training.states import TRAINEES, Trained
from kheo.organisation.access.rules import can_anywhere
from kheo.ui.addresses import address
from kheo.ui.tables import Cell, Column, Row, Table

_OF_TRAINEES = (("called", "training_trainees"), ("came", "training_came"), ("certified", "training_certified"))


def units_table(sums: Sequence[UnitSum], day: date, user: User) -> Table:
    """Return the sums by unit with their total; people in posts have a list for a user who may see them, and trainees
    one of the units from which the user's own may come."""
    may = can_anywhere(user, "training.people")
    heads = [
        Column(pgettext("register", "Unit")),
        Column(pgettext("training", "Trainees called"), number=True),
        Column(pgettext("training", "Came"), number=True),
        Column(pgettext("training", "With a certificate"), number=True),
        Column(pgettext("training", "In posts"), number=True),
        Column(pgettext("training", "Of these trained"), number=True),
        Column(pgettext("training", "Not trained yet"), number=True),
        Column(pgettext("training", "Share of trained")),
    ]
    rows = [_row(each, day, may) for each in sums]
    return Table(pgettext("training", "Training by unit"), heads, [*rows, _total(sums)])


def _row(each: UnitSum, day: date, may_see_people: bool) -> Row:
    cells = [Cell(each.unit.name)]
    for name, figure in _OF_TRAINEES:
        asked = {"home": str(each.unit.pk), "figure": figure, "at": short_date(day)}
        link = f"{address('registers:list', TRAINEES)}?{urlencode(asked)}" if each.is_below else ""
        cells.append(Cell(getattr(each, name), link if getattr(each, name) else ""))
    untrained = each.people - each.trained
    for number, how in ((each.people, ""), (each.trained, Trained.ONCE.value), (untrained, Trained.NEVER.value)):
        asked = {"unit": each.unit.slug, "only": "on", "trained": how, "at": short_date(day)}
        link = f"{address('training:people')}?{urlencode(asked)}" if may_see_people else ""
        cells.append(Cell(number, link if number else ""))
    return Row([*cells, Cell(percent(each.trained, each.people) if each.people else "–")])


def _total(sums: Sequence[UnitSum]) -> Row:
    numbers = [sum(getattr(each, name) for each in sums) for name in ("called", "came", "certified", "people")]
    trained = sum(each.trained for each in sums)
    share = percent(trained, numbers[-1]) if numbers[-1] else "–"
    cells = [*numbers, trained, numbers[-1] - trained]
    return Row([Cell(_("All together")), *map(Cell, cells), Cell(share)], total=True)
