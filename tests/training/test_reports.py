"""The reports of a year and its first half tell what was taught."""

import pytest

from kheo.movement.campaigns.queries import scope_of
from kheo.outlets.reports.queries.passages import told_in
from tests import make
from tests.training import made

pytestmark = pytest.mark.django_db


def test_the_reports_tell_what_was_taught_and_by_which_figures(cast):
    campaign = make.campaign(cast.district)
    of = made.with_sessions(cast.district)
    made.trainee(of, cast.hoa, name="Lê Thị Hòa", present="1", certificate="01/GCN", certified_on=made.LAST)
    made.trainee(of, cast.mac, name="An")
    told = next(each for each in told_in(scope_of(campaign, cast.district), campaign.ends_on) if "01 lớp" in each.text)
    assert told.text == (
        "Mở 01 lớp đào tạo, bồi dưỡng với 02 lượt học viên, có mặt 01. Cấp 01 giấy chứng nhận."
        " Trong 06 cán bộ đang giữ vị trí, 01 người đã qua đào tạo, bồi dưỡng (16,7%)."
    )
    names = ("classes", "trainees", "came", "certified", "trained", "people")
    numbers = {source.key: source.number for source in told.sources}
    assert numbers == dict(zip((f"training_{name}" for name in names), (1, 2, 1, 1, 1, 6), strict=True))
