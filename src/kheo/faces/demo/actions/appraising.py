"""Takes models of the present year through the appraisal, as far as their rows say."""

from decimal import Decimal

from django.db import transaction

from kheo.faces.demo.actions.district import District
from kheo.faces.demo.kit import Table
from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day
from kheo.movement.appraisal.actions import assign, begin_own, close, hand_in, mark, open_round, self_score, survey
from kheo.movement.appraisal.models import Sheet
from kheo.movement.appraisal.queries import criteria_for
from kheo.movement.appraisal.rules import VisitFacts
from kheo.movement.campaigns.models import Campaign
from kheo.movement.registry.actions import propose, report, start
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import State

# The way of a model, in order.
WAY = (
    State.REGISTERED,
    State.IN_PROGRESS,
    State.PROPOSED,
    State.SELF_SCORED,
    State.SURVEYED,
    State.SCORED,
)


@transaction.atomic
def open_appraisal(district: District, campaign: Campaign) -> None:
    """Open the appraisal of a campaign, in which every model is scored by three."""
    open_round(campaign, each=len(district.scorers), by=district.office, at=district.at)


@transaction.atomic
def appraise(district: District, registration: Registration, row: Table) -> None:
    """Take an accepted model step by step to the state that its row says."""
    steps = (_carry_out, _propose, _score_itself, _survey, _score)
    for step in steps[: WAY.index(State(row["state"]))]:
        step(district, registration, row)


def _carry_out(district: District, registration: Registration, row: Table) -> None:
    start(registration, by=district.officer_of(row["unit"]), at=district.at)


def _propose(district: District, registration: Registration, row: Table) -> None:
    by, version = district.officer_of(row["unit"]), registration.version
    report(registration, outcome=row["outcome"], achieved={}, version=version, by=by, at=district.at)
    propose(registration, by=by, at=district.at)


def _score_itself(district: District, registration: Registration, row: Table) -> None:
    by, at = district.officer_of(row["unit"]), district.at
    sheet = begin_own(registration, by=by, at=at)
    mark(sheet, _points(registration, row["own"]), version=sheet.version, by=by, at=at)
    self_score(sheet, comment="", version=sheet.version, by=by, at=at)


def _points(registration: Registration, part: str) -> dict[int, Decimal]:
    """Return a part of the most points for every criterion, in steps of a half."""
    return {each.pk: round(each.points * Decimal(part) * 2) / Decimal(2) for each in criteria_for(registration)}


def _survey(district: District, registration: Registration, row: Table) -> None:
    facts = VisitFacts(local_day(district.at), row["place"], row["team"], row["findings"])
    survey(registration, facts, by=district.office, at=district.at)
    assign(registration.campaign, [registration], district.scorers, by=district.office, at=district.at)


def _score(district: District, registration: Registration, row: Table) -> None:
    for scorer, part in zip(district.scorers, row["parts"], strict=True):
        _fill_in(registration, scorer, part, district)
    close(registration, by=district.office, at=district.at)


def _fill_in(registration: Registration, scorer: User, part: str, district: District) -> None:
    sheet = Sheet.objects.get(registration=registration, scorer=scorer)
    sheet.registration = registration
    mark(sheet, _points(registration, part), version=sheet.version, by=scorer, at=district.at)
    hand_in(sheet, comment="", version=sheet.version, by=scorer, at=district.at)
