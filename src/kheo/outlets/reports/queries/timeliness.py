"""Which of the units that are to register did, and whether in time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, Min, OuterRef
from django.db.models.functions import Coalesce

from kheo.lib.dates import local_day
from kheo.machinery.books.queries.records import as_one
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import Asked, last_days
from kheo.movement.campaigns.states import PhaseKind
from kheo.movement.registry.models import Registration, Step
from kheo.movement.registry.states import State
from kheo.organisation.units.models import Lineage
from kheo.outlets.reports.states import InTime


@dataclass(frozen=True)
class Sending:
    """A unit that is to register: the day on which it, or a unit below it, first submitted a registration that was not
    taken back, and its last day."""

    unit: Asked
    first: date | None
    last: date
    has_more_time: bool

    @property
    def state(self) -> InTime:
        if self.first is None:
            return InTime.SILENT
        return InTime.ON_TIME if self.first <= self.last else InTime.LATE

    @property
    def tone(self) -> str:
        return {InTime.ON_TIME: "ok", InTime.LATE: "warn", InTime.SILENT: "wait"}[self.state]

    @property
    def days_late(self) -> int:
        return max((self.first - self.last).days, 0) if self.first else 0


def sendings(campaign: Campaign, meant: Sequence[Asked]) -> list[Sending]:
    """Return how each of some units that are to register did so, in their order."""
    first = _with_all_below(_first_by_unit(campaign), meant, campaign.map_day)
    last, more_time = last_days(campaign, PhaseKind.REGISTRATION)
    usual = last or campaign.registration_closes_on
    return [
        Sending(each, first.get(each.unit_id), more_time.get(each.unit_id, usual), each.unit_id in more_time)
        for each in meant
    ]


def _first_by_unit(campaign: Campaign) -> dict[int, datetime]:
    """Return the moment of the first submission of each unit by itself. A registration that came in by another way than
    the step of submitting is told by when it was taken up."""
    sent = Registration.objects.filter(campaign=campaign).exclude(state__in=(State.DRAFT, State.CANCELLED))
    steps = Step.objects.filter(registration__in=sent, to=State.SUBMITTED).order_by()
    own = steps.values_list("registration__unit_id").annotate(first=Min("at"))
    without = sent.filter(~Exists(Step.objects.filter(registration=OuterRef("pk"), to=State.SUBMITTED))).order_by()
    other = without.values_list("unit_id").annotate(first=Min(Coalesce("submitted_at", "accepted_at", "created_at")))
    return _earliest(as_one([own, other]))


def _earliest(pairs: Iterable[tuple[int, datetime]]) -> dict[int, datetime]:
    found: dict[int, datetime] = {}
    for unit, at in pairs:
        found[unit] = min(found.get(unit, at), at)
    return found


def _with_all_below(first: Mapping[int, datetime], meant: Sequence[Asked], day: date) -> dict[int, date]:
    """Return the day of the first submission of each unit with all below it."""
    pairs = Lineage.objects.reaching(day).filter(ancestor__in=[each.unit_id for each in meant])
    rows = pairs.values_list("unit_id", "ancestor_id")
    found = _earliest((ancestor, first[unit]) for unit, ancestor in rows if unit in first)
    return {unit: local_day(at) for unit, at in found.items()}
