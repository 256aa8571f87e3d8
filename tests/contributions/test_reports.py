"""The reports of a year and its first half tell what was given, each kind in its unit."""

from decimal import Decimal

import pytest

from kheo.movement.registry.models import Registration
from kheo.outlets.reports.queries.frozen import annex_with_sources, facts_of
from kheo.outlets.reports.queries.year_end import year_end
from tests.contributions import made

pytestmark = pytest.mark.django_db


def test_the_year_end_report_tells_what_was_given_and_its_key(cast):
    exemplar = made.model(cast)
    campaign = Registration.objects.get(exemplar=exemplar).campaign
    assert year_end(campaign, cast.district, drawn_on=campaign.ends_on).mobilised is None
    made.contribution(exemplar)
    made.contribution(exemplar, content="Xi măng", quantity=Decimal(2), measure="tonne", worth=3_000_000)
    made.contribution(exemplar, content="Năm trước", given_on=made.DAY.replace(year=2016))
    report = year_end(campaign, cast.district, drawn_on=campaign.ends_on)
    told = facts_of(report)["r"]["mobilised"]
    assert facts_of(report)["s"]["owner_kinds"][0]["label"]
    assert [(each["text"], each["worth"]) for each in told["sums"]] == [
        ("5.000.000 đồng", ""),
        ("2 tấn", "3.000.000 đồng"),
    ]
    sources = annex_with_sources(report)[-1].rows
    assert [row[-1] for row in sources if row[1] == "contributions_given"] == [2]
    assert year_end(campaign, cast.mac, drawn_on=campaign.ends_on).mobilised is None
