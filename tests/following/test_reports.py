"""The reports of a year tell how models go on, by figures that stand in the sheet of sources."""

from datetime import date

import pytest

from kheo.movement.campaigns.queries import scope_of
from kheo.outlets.reports.queries.passages import told_in
from tests.following import made

pytestmark = pytest.mark.django_db


def test_the_reports_tell_how_models_go_on(cast):
    exemplar = made.titled(cast)
    campaign = made.registration_of(exemplar).campaign
    assert told_in(scope_of(campaign, cast.district), campaign.ends_on) == []
    made.hard(exemplar)
    made.recheck(exemplar, checked_on=date(2017, 12, 1), verdict="weakened", reason="a", evidence="b")
    (told,) = told_in(scope_of(campaign, cast.district), campaign.ends_on)
    assert told.text == (
        "01 mô hình, điển hình có nhật ký hoặc kiểm tra trong năm, trong đó 01 có ghi khó khăn; 0 mô hình, điển hình"
        " hai kỳ liền không có báo cáo. 01 mô hình, điển hình đã công nhận hoạt động yếu."
    )
    assert {source.key: source.number for source in told.sources} == {
        "following_followed": 1,
        "following_hard": 1,
        "following_silent": 0,
        "following_weakened": 1,
    }
    assert told_in(scope_of(campaign, cast.mac), campaign.ends_on) == []
