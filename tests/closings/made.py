"""Closed figures for tests, and a register that moves afterwards."""

import random
from dataclasses import replace
from datetime import timedelta

from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.records import records_of
from kheo.movement.campaigns.actions import move
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.campaigns.states import CampaignState
from kheo.movement.closings.actions import close
from kheo.movement.closings.states import Period
from kheo.movement.recognition.actions import decline
from kheo.movement.registry.actions import accept, amend, cancel
from kheo.movement.registry.models import Registration
from kheo.movement.registry.rules import facts_of
from kheo.movement.registry.states import State, YearStatus
from tests import make
from tests.reports.test_statistics import fill

CLOSED_AT = make.NOW + timedelta(days=310)
LATER = CLOSED_AT + timedelta(days=5)


def end(campaign, at=CLOSED_AT):
    move(campaign, to=CampaignState.CLOSED, by=None, at=at)


def filled(cast, seed=1, how_many=20):
    """Return a campaign that is over, with random registrations."""
    campaign = make.campaign(cast.district)
    fill(cast, campaign, seed, how_many)
    end(campaign)
    return campaign


def closed(cast, seed=1, how_many=20, **more):
    """Return the closing of such a campaign's year."""
    campaign = filled(cast, seed, how_many)
    return close(campaign, period=Period.YEAR, by=cast.district_office, at=CLOSED_AT, **more)


def stir(cast, campaign, seed):
    """Correct the register at random: the campaign is opened for it and ends again."""
    dice, office = random.Random(seed), cast.district_office
    move(campaign, to=CampaignState.OPEN, by=None, at=LATER)
    waiting = Registration.objects.filter(campaign=campaign, state__in=[State.SUBMITTED, State.REGISTERED])
    cancel(waiting.order_by("pk")[0], reason="Nhập hai lần", by=office, at=LATER)
    for one in list(Registration.objects.filter(campaign=campaign).select_related("exemplar", "campaign", "field")):
        deed = dice.choice(["nothing", "nothing", "cancel", "decline", "forward", "amend"])
        if deed == "cancel" and one.state in {State.SUBMITTED, State.RETURNED, State.REGISTERED}:
            cancel(one, reason="Nhập hai lần", by=office, at=LATER)
        elif deed == "decline" and one.state == State.REGISTERED:
            decline(one, reason="Không có kết quả", by=office, at=LATER)
        elif deed == "forward" and one.state == State.SUBMITTED:
            accept(one, by=office, at=LATER)
        elif deed == "amend" and one.state in {State.DRAFT, State.RETURNED}:
            _amend(one, office)
    for unit in (cast.hoa, cast.mac):
        make.registration(campaign, unit, office, state="registered", office=office, year_status=YearStatus.NEW)
    end(campaign, LATER)


def _amend(one, office):
    said = facts_of(one)
    amend(one, replace(said, name=f"{said.name} (sửa)"), version=one.version, by=office, at=LATER)


def counted(campaign):
    """Return the records of each figure as the catalogue counts them now."""
    scope = scope_of(campaign, campaign.unit)
    of_the_year = [key for key, figure in CATALOGUE.items() if figure.is_kept]
    return {key: set(records_of(key, scope).values_list("pk", flat=True)) for key in of_the_year}
