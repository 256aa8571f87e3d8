"""The reports of a year tell how models go on, by figures that stand in the sheet of sources."""

from datetime import date

import pytest

from kheo.outlets.reports.queries.frozen import annex_with_sources, facts_of
from kheo.outlets.reports.queries.year_end import year_end
from tests.following import made

pytestmark = pytest.mark.django_db


def test_the_year_end_report_tells_how_models_go_on(cast):
    exemplar = made.titled(cast)
    campaign = made.registration_of(exemplar).campaign
    assert year_end(campaign, cast.district, drawn_on=campaign.ends_on).following is None
    made.hard(exemplar)
    made.recheck(exemplar, checked_on=date(2017, 12, 1), verdict="weakened", reason="a", evidence="b")
    report = year_end(campaign, cast.district, drawn_on=campaign.ends_on)
    told = facts_of(report)["r"]["following"]
    assert {name: source["number"] for name, source in told.items()} == {
        "followed": 1,
        "hard": 1,
        "silent": 0,
        "maintained": 0,
        "weakened": 1,
        "ended": 0,
    }
    sources = {row[1]: row[-1] for row in annex_with_sources(report)[-1].rows}
    assert (sources["following_followed"], sources["following_weakened"]) == (1, 1)
    assert year_end(campaign, cast.mac, drawn_on=campaign.ends_on).following is None
