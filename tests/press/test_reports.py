"""The year-end report tells what the press wrote, and the figures open just the works that they count."""

import pytest

from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.records import count
from kheo.movement.campaigns.queries import scope_of
from kheo.outlets.reports.queries.passages import told_in
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


def test_the_reports_tell_works_and_prizes_with_their_keys(cast):
    campaign = make.registration(make.campaign(cast.district), cast.hoa, cast.commune_officer).campaign
    scope = scope_of(campaign, cast.district)
    assert told_in(scope, campaign.ends_on) == []
    contest = made.Contest(cast).announced()
    made.entry(cast, contest.edition, contest.outlet, title="Phát thanh", medium="radio", unit=cast.mac, proof=8)
    (told,) = told_in(scope, campaign.ends_on)
    assert told.text == (
        "04 tác phẩm báo chí dự thi, trong đó 0 tác phẩm viết về mô hình, điển hình trong sổ đăng ký."
        " 01 tác phẩm đạt giải."
    )
    assert [source.number for source in told.sources] == [4, 0, 1]
