"""A half-year with everything that its report may speak of: the half before, closed; periodic reports; a survey."""

from datetime import date, timedelta

from kheo.movement.appraisal.models import Visit
from kheo.movement.campaigns.actions import move
from kheo.movement.campaigns.states import CampaignState
from kheo.movement.closings.actions import close
from kheo.movement.closings.states import Period
from kheo.movement.registry.models import Registration
from kheo.movement.reporting.actions import open_period
from tests import make
from tests.reporting import made as reporting
from tests.reports.test_statistics import fill


def told_of(cast, seed=1, how_many=30, *, ends=False):
    """Return a campaign of 2017 with random registrations, and beside it a half-year before and all that units told."""
    closed_before(cast, ends=ends)
    campaign = make.campaign(cast.district)
    fill(cast, campaign, seed=seed, how_many=how_many)
    periods(cast, campaign)
    surveyed(cast, campaign)
    return campaign


def closed_before(cast, how_many=2, *, ends=False):
    """Return the closing of the first half of 2016 with some models, or of that whole year."""
    late = dict.fromkeys(("ends_on", "registration_closes_on"), date(2017, 12, 31))
    campaign = make.campaign(cast.district, year=2016, **late)
    office = {"state": "registered", "office": cast.district_office}
    for number in range(how_many):
        make.registration(campaign, cast.hoa, cast.district_office, name=f"Ngõ sạch {number}", **office)
    closing = close(campaign, period=Period.HALF_YEAR, by=cast.district_office, at=make.NOW)
    if ends:
        move(campaign, to=CampaignState.CLOSED, by=None, at=make.NOW)
        closing = close(campaign, period=Period.YEAR, by=cast.district_office, at=make.NOW)
    make.Campaign.objects.filter(pk=campaign.pk).update(ends_on=date(2016, 12, 31))
    assert closing.figures.get(key="registered").number == how_many
    return closing


def periods(cast, campaign):
    """Let the communes Hòa and Mạc report of the first half: Hòa's is accepted, Mạc sends nothing."""
    kept = reporting.form(cast)
    facts = {"form": kept, "campaign": campaign, "unit": cast.district}
    period = open_period(reporting.FIRST, **facts, by=None, at=make.NOW)
    reporting.accepted(period, cast.hoa, cast.district_office, days="1250")
    return period


def surveyed(cast, campaign):
    """Survey one registered model."""
    registration = Registration.objects.filter(campaign=campaign).counted().order_by("pk").first()
    about = {"place": "Thôn Đông", "team": "Tổ khảo sát", "findings": "Đường dài 2,3 km, trồng 15 mô hình cây xanh."}
    by, at = cast.district_office, make.NOW + timedelta(days=30)
    return Visit.objects.create(registration=registration, visited_on=date(2017, 6, 2), by=by, at=at, **about)
