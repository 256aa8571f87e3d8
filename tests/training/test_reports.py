"""The reports of a year and its first half tell what was taught."""

import pytest

from kheo.outlets.reports.queries.frozen import annex_with_sources, facts_of
from kheo.outlets.reports.queries.year_end import year_end
from tests import make
from tests.training import made

pytestmark = pytest.mark.django_db


def test_the_year_end_report_tells_what_was_taught_and_its_keys(cast):
    campaign = make.campaign(cast.district)
    assert year_end(campaign, cast.district, drawn_on=campaign.ends_on).taught is None
    of = made.with_sessions(cast.district)
    made.trainee(of, cast.hoa, name="Lê Thị Hòa", present="1", certificate="01/GCN", certified_on=made.LAST)
    made.trainee(of, cast.mac, name="An")
    report = year_end(campaign, cast.district, drawn_on=campaign.ends_on)
    told = facts_of(report)["r"]["taught"]
    names = ("classes", "trainees", "came", "certified", "people", "trained")
    assert [told[name] for name in names] == [1, 2, 1, 1, 6, 1]
    keyed = {row[1]: row[-1] for row in annex_with_sources(report)[-1].rows}
    assert [keyed[f"training_{name}"] for name in names] == [1, 2, 1, 1, 6, 1]
    assert year_end(campaign, cast.mac, drawn_on=campaign.ends_on).taught is None
