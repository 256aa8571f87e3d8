"""What rooms say in the reports of a year and its first half, with the figures that each sentence rests on."""

import pytest

from kheo.machinery.books.kit import CATALOGUE, PASSAGES
from kheo.movement.campaigns.queries import scope_of
from kheo.outlets.reports.queries.frozen import annex_with_sources, facts_of
from kheo.outlets.reports.queries.half_year import half_year
from kheo.outlets.reports.queries.passages import told_in
from kheo.outlets.reports.queries.year_end import year_end
from tests import make
from tests.dialogues import made as dialogues
from tests.selfmanaged import made as groups
from tests.supervision import made as supervision

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(cast):
    return make.campaign(cast.district)


def told(campaign, unit):
    return {each.title: each for each in told_in(scope_of(campaign, unit), campaign.ends_on)}


def test_where_nothing_is_entered_nothing_is_said(cast, campaign):
    assert told(campaign, cast.district) == {}


def test_each_room_says_what_it_counts_and_only_what_there_is(cast, campaign):
    held = dialogues.dialogue(cast.hoa)
    for number in (1, 2, 3):
        dialogues.question(held, number=number)
    dialogues.given(held, cast.hoa, number=4)
    groups.group(cast.hoa)
    session = supervision.session(cast.mac)
    supervision.session(cast.mac, subject="Khác", held_on=None, leader="", findings="")
    supervision.recommendation(session, number=1, reply_due_on=campaign.ends_on)
    said = {title: each.text for title, each in told(campaign, cast.district).items()}
    assert list(said) == ["Tổ tự quản", "Đối thoại với nhân dân", "Giám sát, phản biện xã hội"]
    assert said["Đối thoại với nhân dân"].startswith(
        "Đã tổ chức 01 cuộc đối thoại với nhân dân. Nhân dân nêu 04 ý kiến, kiến nghị; đã giải quyết 03 (75%)."
    )
    assert said["Giám sát, phản biện xã hội"] == (
        "Đã thực hiện 01/02 cuộc giám sát, phản biện xã hội theo kế hoạch năm (50%)."
        " Đã kiến nghị 01 nội dung; 0 nội dung đã được trả lời (0%)."
    )
    assert said["Tổ tự quản"] == "Có 01 tổ tự quản đang hoạt động."
    assert list(told(campaign, cast.farmers)) == []


def test_reports_print_it_and_the_annex_names_its_figures(cast, campaign):
    dialogues.dialogue(cast.hoa)
    for report in (
        year_end(campaign, cast.district, drawn_on=campaign.ends_on),
        half_year(campaign, cast.district, drawn_on=campaign.ends_on),
    ):
        assert [each["title"] for each in facts_of(report)["r"]["passages"]] == ["Đối thoại với nhân dân"]
        sources = {row[1]: row[-1] for row in annex_with_sources(report)[-1].rows}
        assert sources["dialogues_held"] == 1


def test_every_sentence_names_figures_that_there_are():
    keys = [key for each in PASSAGES.values() for saying in each.sayings for key in saying.figures]
    assert keys
    assert set(keys) <= set(CATALOGUE)
    assert len(keys) == len(set(keys))
