"""A form filled for a campaign and a unit, as it stands now or as a closing kept it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from kheo.lib.dates import short_date
from kheo.machinery.books.kit import CATALOGUE
from kheo.movement.campaigns.models import Campaign
from kheo.movement.closings.models import Closing
from kheo.movement.closings.queries.kept import content_of, in_words
from kheo.movement.closings.states import Period
from kheo.organisation.units.models import Unit
from kheo.organisation.units.queries import name_on
from kheo.outlets.tables.kit import Content, again, plain
from kheo.outlets.tables.models import TableForm
from kheo.outlets.tables.queries.composing import Typed, composed
from kheo.outlets.tables.rules.texts import Layout, read_table

PAPER = "tables"


def layout_of(form: TableForm) -> Layout:
    """Return what a form says."""
    return read_table(form.text, CATALOGUE)


@dataclass(frozen=True)
class Known:
    """What a page knows already of what a table is asked about: how the unit was called on the campaign's day, and the
    campaigns of its body."""

    called: str = ""
    campaigns: Sequence[Campaign] = ()


NOTHING = Known()


@override("vi")
def filled(
    form: TableForm,
    campaign: Campaign,
    unit: Unit,
    day: date,
    typed: Typed | None = None,
    known: Known = NOTHING,
) -> Content:
    """Return a form filled from the register as it stands on a day; tables are Vietnamese on any screen."""
    layout = layout_of(form)
    found = composed(layout, campaign, unit, typed or {}, known.campaigns)
    moment = _("Figures up to the end of %(day)s") % {"day": short_date(day)}
    return Content(
        title=form.title,
        number=form.code,
        basis=form.basis,
        measure=form.measure,
        about=(f"{campaign.name} – {known.called or name_on(unit, campaign.map_day)}", moment),
        stub=layout.stub,
        heads=found.heads,
        lines=found.lines,
        sums=found.sums,
        notes=tuple(line.strip() for line in form.notes.splitlines() if line.strip()),
        problems=found.problems,
        is_numbered=layout.is_numbered,
        has_letters=layout.has_letters,
    )


def kept_with(campaign: Campaign, day: date) -> Mapping[str, Any]:
    """Return the tables that a closing keeps, by the numbers of their forms; nothing where none is to be kept."""
    forms = TableForm.objects.current().filter(unit=campaign.unit_id, is_kept=True)
    drawn = {str(form.pk): plain(filled(form, campaign, campaign.unit, day)) for form in forms}
    return {"tables": drawn} if drawn else {}


def closed(form: TableForm, closing: Closing) -> Content | None:
    """Return a table as a closing kept it, by this version of its form or an earlier one; None if it was not kept."""
    kept = content_of(closing, PAPER)
    if not kept:
        return None
    for each in _versions(form):
        if found := kept["tables"].get(str(each)):
            content = again(found)
            with override("vi"):
                return _said_of(content, in_words(closing))
    return None


def _said_of(content: Content, words: str) -> Content:
    return Content(**{**vars(content), "about": (*content.about[:-1], words)})


def _versions(form: TableForm) -> Iterator[int]:
    """Yield the number of a form and of the versions before it, the last first."""
    before = dict(TableForm.objects.filter(unit=form.unit_id).values_list("pk", "replaces_id"))
    number: int | None = form.pk
    while number is not None:
        yield number
        number = before.get(number)


def closings_of(campaign: Campaign, unit: Unit, seen: Any) -> list[Closing]:  # Any: a question for closings
    """Return the closings that a table of a campaign may be read from: of the whole year and the whole body."""
    if unit.pk != campaign.unit_id:
        return []
    rows = seen.filter(campaign=campaign, period=Period.YEAR).select_related("campaign")
    return list(rows.newest_first())
