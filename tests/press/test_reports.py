"""The year-end report tells what the press wrote, and the figures open just the works that they count."""

import pytest

from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.records import count
from kheo.movement.campaigns.queries import scope_of
from kheo.outlets.reports.queries.frozen import annex_with_sources, facts_of
from kheo.outlets.reports.queries.year_end import year_end
from tests import make
from tests.press import made

pytestmark = pytest.mark.django_db
KEYS = ("press_entries", "press_described", "press_prized")


def numbers(campaign):
    scope = scope_of(campaign, campaign.unit)
    return [count(key, scope) for key in KEYS]


def test_figures_count_entered_described_and_prized_works(cast, client):
    model = make.registration(make.campaign(cast.district), cast.hoa, cast.commune_officer)
    contest = made.Contest(cast).announced()
    assert numbers(model.campaign) == [3, 0, 1]
    made.entry(cast, contest.edition, contest.outlet, title="Về mô hình", exemplar=model.exemplar, proof=8)
    assert numbers(model.campaign) == [4, 1, 1]
    client.force_login(cast.district_office)
    scope = scope_of(model.campaign, model.campaign.unit)
    page = client.get(CATALOGUE["press_prized"].link(scope, {}))
    assert [row.title for row in page.context["page"].rows] == [contest.works[0].title]


def test_the_report_tells_media_units_and_prizes_with_their_keys(cast):
    campaign = make.registration(make.campaign(cast.district), cast.hoa, cast.commune_officer).campaign
    assert year_end(campaign, cast.district, drawn_on=campaign.ends_on).press is None
    contest = made.Contest(cast).announced()
    made.entry(cast, contest.edition, contest.outlet, title="Phát thanh", medium="radio", unit=cast.mac, proof=8)
    report = year_end(campaign, cast.district, drawn_on=campaign.ends_on)
    told = facts_of(report)["r"]["press"]
    assert [each["number"] for each in told["media"]] == [3, 1]
    assert (told["units"], told["prized"]) == (2, 1)
    sources = annex_with_sources(report)[-1].rows
    assert [row[-1] for row in sources if row[1].startswith("press_")] == [4, 1]
