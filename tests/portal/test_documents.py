"""What readers see of documents, decisions, their files and the programme of the year."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kheo.lib.dates import local_day
from kheo.machinery.directives import actions
from kheo.machinery.directives.states import RelationKind
from kheo.machinery.search.queries import find
from kheo.movement.campaigns.models import Phase
from kheo.movement.campaigns.states import PhaseKind
from kheo.movement.conferences.actions import hold
from kheo.movement.conferences.models import Conference
from kheo.movement.recognition.actions import NotFiled, issue, put_on_file, show_file, take_off_file
from kheo.movement.recognition.models import Decision, SignedFile
from kheo.outlets.newsroom import actions as newsroom
from tests import make
from tests.directives import made
from tests.directives.made import office  # noqa: F401 -- a fixture
from tests.portal import made as news

pytestmark = pytest.mark.django_db
SCRIPTED = made.pdf().replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>")


def told(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def listed(response):
    return re.findall(r'<li id="([\w-]+)">', response.content.decode())


@pytest.fixture
def decision(cast):
    facts = Decision(
        unit=cast.district, number="05-QĐ/BCĐ", signed_on=date(2017, 3, 1), signed_by="Trưởng ban", title="Công nhận"
    )
    return issue(facts, by=None, at=make.NOW)


def test_a_document_tells_whether_it_holds_and_what_ended_it(client, office):  # noqa: F811
    old, new = made.document(office, number="01"), made.document(office, number="02", signed_on=date(2017, 5, 1))
    secret = made.document(office, number="03", is_public=False)
    relate = {"from_day": date(2017, 5, 1), "by": office, "at": make.NOW}
    actions.relate(new, old, kind=RelationKind.REPLACE, **relate)
    actions.relate(new, secret, kind=RelationKind.AMEND, **relate)
    page = told(client.get("/van-ban/ke-hoach-01/"))
    assert "Hiệu lực Hết hiệu lực từ 01/05/2017 – Kế hoạch 02" in page
    assert "Được thay thế bởi: Kế hoạch 02 từ ngày 01/05/2017" in page
    page = told(client.get("/van-ban/ke-hoach-02/"))
    assert "Thay thế: Kế hoạch 01" in page
    assert "Kế hoạch 03" not in page
    assert listed(client.get("/van-ban/")) == ["ke-hoach-02", "ke-hoach-01"]
    assert listed(client.get("/van-ban/?validity=ended")) == ["ke-hoach-01"]
    assert listed(client.get("/van-ban/?validity=in_force")) == ["ke-hoach-02"]
    for gone in ("ke-hoach-03", "khong-co"):
        assert client.get(f"/van-ban/{gone}/").status_code == 404
    assert "ke-hoach-03" not in client.get("/sitemap-van-ban.xml").content.decode()


def test_the_text_of_a_file_is_read_on_the_page_and_is_never_markup(client, office):  # noqa: F811
    hostile = "<script>alert(1)</script> Mỗi chi bộ một việc khó."
    paper = made.with_file(office, made.word("Căn cứ Điều lệ.", hostile), "Kế hoạch số 7.docx")
    page = client.get(f"/van-ban/{paper.directive.slug}/")
    assert "<p>Căn cứ Điều lệ.</p><p>&lt;script&gt;alert(1)&lt;/script&gt; Mỗi chi bộ" in page.content.decode()
    assert "Kế hoạch số 7.docx Word (.docx)," in told(page)
    assert "?xem" not in page.content.decode()


def test_a_scan_says_so_to_readers(client, office):  # noqa: F811
    paper = made.with_file(office, made.pdf(""), "quet.pdf")
    assert "Bản quét, không có chữ" in told(client.get(f"/van-ban/{paper.directive.slug}/"))


def test_a_pdf_with_script_is_shown_in_a_sandbox_and_otherwise_only_kept(client, office):  # noqa: F811
    paper = made.with_file(office, SCRIPTED, "Kế hoạch.pdf")
    place = reverse("portal:document_file", args=[paper.file_id])
    assert f'href="{place}?xem"' in client.get(f"/van-ban/{paper.directive.slug}/").content.decode()
    shown, kept = client.get(f"{place}?xem"), client.get(place)
    assert shown["Content-Disposition"].startswith("inline; ")
    assert kept["Content-Disposition"].startswith("attachment; ")
    for answer in (shown, kept):
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'; style-src 'unsafe-inline'"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Type"] == "application/pdf"
        assert not answer.cookies
        assert b"".join(answer.streaming_content) == SCRIPTED
    assert client.get(place, headers={"if-none-match": kept["ETag"]}).status_code == 304


def test_a_word_file_is_never_shown_in_the_browser(client, office):  # noqa: F811
    paper = made.with_file(office, made.word("Kế hoạch"), "a.docx")
    answer = client.get(reverse("portal:document_file", args=[paper.file_id]) + "?xem")
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert b"".join(answer.streaming_content).startswith(b"PK")


def test_a_file_is_given_only_while_its_document_is_public(client, office):  # noqa: F811
    paper = made.with_file(office, made.pdf())
    place = reverse("portal:document_file", args=[paper.file_id])
    assert b"".join(client.get(place).streaming_content)
    actions.withdraw(paper.directive, reason="Không công khai", version=1, by=office, at=make.NOW)
    assert client.get(place).status_code == 404
    actions.bring_back(paper.directive, version=2, by=office, at=make.NOW)
    actions.detach(paper, by=office, at=make.NOW)
    assert client.get(place).status_code == 404


def test_the_signed_paper_of_a_decision_is_shown_where_the_office_says_so(client, office, decision):  # noqa: F811
    file = made.stored(made.word("Điều 1. Công nhận mô hình Kim Quy."), "quyet-dinh.docx")
    kept = put_on_file(decision, file, is_public=False, by=office, at=make.NOW)
    page, place = f"/van-ban/quyet-dinh/{decision.pk}/", reverse("portal:document_file", args=[file.pk])
    assert "quyet-dinh.docx" not in told(client.get(page))
    assert client.get(place).status_code == 404
    assert find("kim quy", user=None).total == 0
    show_file(kept, is_public=True, by=office, at=make.NOW)
    assert "Điều 1. Công nhận mô hình Kim Quy." in told(client.get(page))
    assert b"".join(client.get(place).streaming_content)
    [hit] = find("kim quy", user=None).hits
    assert (hit.title, hit.url) == ("Quyết định số 05-QĐ/BCĐ: Công nhận", page)
    assert "Trong tệp: Điều 1. Công nhận mô hình Kim Quy ." in told(client.get("/tim-kiem/?q=kim+quy"))
    take_off_file(kept, by=office, at=make.NOW)
    assert find("kim quy", user=None).total == 0
    assert client.get(place).status_code == 404


def test_a_draft_has_no_page_and_no_signed_paper(client, office, cast):  # noqa: F811
    draft = Decision.objects.create(unit=cast.district, signed_on=date(2017, 3, 1), title="Dự thảo", signed_by="")
    assert client.get(f"/van-ban/quyet-dinh/{draft.pk}/").status_code == 404
    with pytest.raises(NotFiled, match="Dự thảo chưa có bản đã ký"):
        put_on_file(draft, made.stored(made.pdf()), is_public=True, by=office, at=make.NOW)
    assert not SignedFile.objects.exists()


def test_the_programme_of_a_year_is_what_the_register_knows(client, office, cast):  # noqa: F811
    assert "Chưa có chương trình công tác năm nay" in told(client.get("/chuong-trinh/"))
    assert client.get("/chuong-trinh/2017/").status_code == 404
    campaign = make.campaign(cast.district, year=2017)
    Phase.objects.create(
        campaign=campaign, kind=PhaseKind.SURVEY, starts_on=date(2017, 9, 1), ends_on=date(2017, 9, 30)
    )
    for unit, title in ((cast.district, "Hội nghị tổng kết"), (cast.hoa, "Hội nghị của xã")):
        kept = Conference(campaign=campaign, unit=unit, kind="year_end", title=title, held_on=date(2017, 12, 20))
        hold(kept, guests=[], conclusions=[], by=None, at=make.NOW)
    made.document(office, number="07", title="Kế hoạch năm 2017")
    made.document(office, number="08", title="Hướng dẫn năm 2017", kind="guidance")
    page = told(client.get("/chuong-trinh/2017/"))
    assert "Khảo sát thực tế 01/09/2017 – 30/09/2017 Đã qua" in page
    assert "Hội nghị tổng kết 20/12/2017 Đã qua" in page
    assert "Hội nghị của xã" not in page
    assert "Kế hoạch năm 2017" in page
    assert "Hướng dẫn năm 2017" not in page


def test_what_is_going_on_and_what_lies_ahead_is_told(client, office, cast):  # noqa: F811
    today = local_day(timezone.now())
    campaign = make.campaign(cast.district, year=today.year)
    for kind, first, last in ((PhaseKind.SURVEY, -1, 1), (PhaseKind.MEETING, 5, 9)):
        days = {"starts_on": today + timedelta(days=first), "ends_on": today + timedelta(days=last)}
        Phase.objects.create(campaign=campaign, kind=kind, **days)
    page = told(client.get("/chuong-trinh/"))
    assert re.search(r"Khảo sát thực tế [\d/ –]+ Đang thực hiện", page)
    assert re.search(r"Họp xét [\d/ –]+ Sắp tới", page)


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_little(client, office, decision, number, django_assert_max_num_queries):  # noqa: F811
    first = made.with_file(office, made.pdf()).directive
    for each in range(number):
        paper = made.with_file(office, made.word(f"Việc {each}"), "a.docx", signed_on=date(2018, 1, 1))
        said = {"from_day": date(2018, 1, 1), "by": office, "at": make.NOW}
        actions.relate(paper.directive, first, kind=RelationKind.AMEND, **said)
        file = made.stored(made.pdf(f"Quyet dinh {each}"))
        put_on_file(decision, file, is_public=True, by=office, at=make.NOW)
    for place in (f"/van-ban/{first.slug}/", "/van-ban/", f"/van-ban/quyet-dinh/{decision.pk}/", "/chuong-trinh/"):
        with django_assert_max_num_queries(14):
            assert client.get(place).status_code == 200
        with django_assert_max_num_queries(1):
            assert client.get(place).status_code == 200


# Notices -------------------------------------------------------------------------------------------------------------


def test_a_notice_stands_on_the_front_page_until_the_end_of_its_day(client, office, cast):  # noqa: F811
    today = local_day(timezone.now())
    shelf = news.section()
    for title, day in (("Lịch tiếp dân", today), ("Lịch cũ", today - timedelta(days=1)), ("Tin thường", None)):
        draft = news.draft(cast.district, title=title, section=shelf, notice_until=day)
        newsroom.publish(draft, by=None, at=news.NOW)
    box = client.get("/").content.decode().partition('id="notices"')[2].partition("</section>")[0]
    assert "Lịch tiếp dân" in box
    assert "Lịch cũ" not in box
    page = told(client.get("/thong-bao/"))
    assert "Tin thường" not in page.partition("Theo dõi")[0].partition("Thông báo đang hiện")[2]
    assert page.index("Lịch tiếp dân") < page.index("Thông báo đã qua") < page.index("Lịch cũ")
    feed = client.get("/thong-bao/atom.xml").content.decode()
    assert "Lịch tiếp dân" in feed
    assert "Lịch cũ" in feed
    assert "Tin thường" not in feed


def test_without_notices_there_is_no_box(client, office):  # noqa: F811
    assert 'id="notices"' not in client.get("/").content.decode()
    assert "Chưa có thông báo" in told(client.get("/thong-bao/"))


def test_a_notice_that_would_be_over_is_not_published(office, cast):  # noqa: F811
    draft = news.draft(cast.district, notice_until=date(2018, 1, 17))
    with pytest.raises(newsroom.NotPublishable, match=r"Ngày cuối của thông báo \(17/01/2018\)"):
        newsroom.publish(draft, by=None, at=news.NOW)
