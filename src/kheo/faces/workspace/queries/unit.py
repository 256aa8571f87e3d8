"""A unit's year: its models with where they stand and what comes next, and its years before."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.machinery.books.kit import CATALOGUE, Figure
from kheo.machinery.books.queries.years import by_campaign
from kheo.movement.appraisal.models import Appraisal
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.certificates.models import Certificate
from kheo.movement.registry.models import Registration, Step
from kheo.movement.registry.states import MOVES, TURN, Move, State, Turn
from kheo.organisation.units.models import Unit
from kheo.ui.charts import Bar

MOST, MOST_YEARS = 100, 6
REGISTERED_AND_RECOGNISED = ("registered", "recognised")
TONES = {Turn.UNIT: "wait", Turn.OFFICE: "info", Turn.NOBODY: "ok"}
# What stands first: what the unit has to do, then what the office does.
ORDER = {Turn.UNIT: 0, Turn.OFFICE: 1, Turn.NOBODY: 2}


@dataclass(frozen=True)
class Row:
    """A model of the unit in the year: where it stands, why it came back, its points, and what comes next."""

    registration: Registration
    reason: str
    points: Decimal | None
    most: Decimal | None
    grade: str
    has_certificate: bool

    @property
    def turn(self) -> Turn:
        return TURN[State(self.registration.state)]

    @property
    def tone(self) -> str:
        state = self.registration.state
        if state in {State.NOT_RECOGNISED, State.REVOKED}:
            return "stop"
        return "warn" if state == State.RETURNED else TONES[self.turn]

    @property
    def is_own(self) -> bool:
        """Whether the next step is the unit's."""
        return self._step is not None

    @property
    def next(self) -> str:
        """What comes next, in words: the unit's own step, or that the office has it."""
        if self._step:
            return str(self._step.label)
        return _("The office has it") if self.turn == Turn.OFFICE else ""

    @property
    def url(self) -> str:
        """The page of the next step, or else of the model."""
        page = "appraisal:self_score" if self.registration.state == State.PROPOSED else "registry:detail"
        return reverse(page, args=[self.registration.pk])

    @property
    def _step(self) -> Move | None:
        procedure, state = self.registration.campaign.procedure, self.registration.state
        steps = (move for move in MOVES.values() if move.by_unit and state in move.sources)
        return next((move for move in steps if move.procedure in (None, procedure)), None)


def models_of(user: User, campaign: Campaign) -> list[Row]:
    """Return the models of the user's units in a campaign: what waits for the unit first, longest first."""
    steps = Step.objects.filter(registration=OuterRef("pk"), to=State.RETURNED).order_by("-at", "-pk")
    points = Appraisal.objects.filter(registration=OuterRef("pk"))
    given = Certificate.objects.filter(recognition__registration=OuterRef("pk"))
    own = Registration.objects.visible_to(user).filter(campaign=campaign).exclude(state=State.CANCELLED)
    told = own.annotate(
        reason=Subquery(steps.values("reason")[:1]),
        points=Subquery(points.values("final")[:1]),
        most=Subquery(points.values("most")[:1]),
        grade=Subquery(points.values("grade")[:1]),
        has_certificate=Exists(given),
    )
    found = told.select_related("exemplar", "unit").order_by("updated_at", "pk")[:MOST]
    rows = [_row(each, campaign) for each in found]
    return sorted(rows, key=lambda row: ORDER[row.turn])


def _row(registration: Registration, campaign: Campaign) -> Row:
    registration.campaign = campaign
    names = ("points", "most", "has_certificate")
    told = {name: getattr(registration, name) for name in names}
    returned = registration.state == State.RETURNED
    reason = registration.reason if returned else ""  # type: ignore[attr-defined]  # annotated
    return Row(registration, reason=reason or "", grade=registration.grade or "", **told)  # type: ignore[attr-defined]  # annotated


def registered_and_recognised() -> list[Figure]:
    """Return the figures of a bar and of its part."""
    return [CATALOGUE[key] for key in REGISTERED_AND_RECOGNISED]


def years_of(unit: Unit, campaign: Campaign, campaigns: Sequence[Campaign]) -> list[Bar]:
    """Return what a unit registered and had recognised in each year of the movement up to this one, the oldest first.
    Years are never added up."""
    same = [one for one in campaigns if (one.unit_id, one.movement_id) == (campaign.unit_id, campaign.movement_id)]
    years = [one for one in reversed(same) if one.year <= campaign.year][-MOST_YEARS:]
    scopes = [scope_of(year, unit) for year in years]
    told = by_campaign("entered", REGISTERED_AND_RECOGNISED, scopes)
    most = max((numbers["registered"] for numbers in told), default=0)
    links = [figure.link for figure in registered_and_recognised()]
    return [
        Bar(
            str(year.year),
            numbers["registered"],
            most,
            links[0](scope, {}),
            part=numbers["recognised"],
            part_url=links[1](scope, {}),
            is_now=year == campaign,
        )
        for year, scope, numbers in zip(years, scopes, told, strict=True)
    ]
