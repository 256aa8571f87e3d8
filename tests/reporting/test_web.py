"""The pages of periodic reports: what they cost, and what they say."""

import pytest
from django.urls import reverse

from kheo.movement.reporting import actions
from kheo.movement.reporting.models import Edition, ReportForm
from tests import make
from tests.reporting.made import SENT_AT, accepted, of, opened, sent, write


def page(client, name, *args, **said):
    return client.get(reverse(f"reporting:{name}", args=args), said)


def press(client, step, *args, **said):
    return client.post(reverse(f"reporting:{step}", args=args), said, follow=True)


@pytest.mark.parametrize("more", [0, 3])
def test_the_pages_cost_the_same_for_few_units_and_for_more(client, cast, more, django_assert_max_num_queries):
    units = [cast.mac] + [make.unit(f"Xã Yên {number}", "commune", parent=cast.district) for number in range(more)]
    period = opened(cast)
    for unit in units:
        accepted(period, unit, cast.district_office)
    client.force_login(cast.district_office)
    for name, pk, most in (("period", period.pk, 10), ("detail", of(period, cast.district).pk, 10)):
        with django_assert_max_num_queries(most):
            shown = page(client, name, pk)
        assert shown.status_code == 200
    with django_assert_max_num_queries(10):
        page(client, "edit", of(period, cast.district).pk)
    with django_assert_max_num_queries(8):
        assert len(page(client, "list").context["lines"]) == 3 + more


def test_an_officer_writes_saves_is_told_what_is_wrong_and_sends(client, cast):
    report = of(opened(cast), cast.hoa)
    client.force_login(cast.commune_officer)
    shown = page(client, "edit", report.pk).content.decode()
    assert "từ sổ đăng ký: 2" in shown
    assert "Chưa viết phần “Kết quả thực hiện”." in shown
    said = {"version": 1, "s-ket_qua": "Tốt", "c-tong": "2", "c-moi": "2", "c-ngay": "1.250,5"}
    answer = press(client, "edit", report.pk, **said)
    assert "Báo cáo đã đủ nội dung, có thể gửi." in answer.content.decode()
    report.refresh_from_db()
    assert report.cells == {"ngay": "1250.5"}
    answer = press(client, "edit", report.pk, **said | {"version": report.version, "send": "1"})
    assert "Đã gửi báo cáo." in answer.content.decode()
    assert Edition.objects.get().sender == "Lê Thị Hòa"


def test_what_cannot_be_read_stays_in_its_box(client, cast):
    report = of(opened(cast), cast.hoa)
    client.force_login(cast.commune_officer)
    said = {"version": 1, "s-ket_qua": "Viết dở", "c-ngay": "mười hai"}
    answer = press(client, "edit", report.pk, **said)
    assert answer.status_code == 422
    assert "mười hai" in answer.content.decode()
    assert "Viết dở" in answer.content.decode()


def test_a_draft_saves_itself_and_tells_what_is_missing(client, cast):
    report = of(opened(cast), cast.hoa)
    client.force_login(cast.commune_officer)
    url = reverse("reporting:autosave", args=[report.pk])
    answer = client.post(url, {"version": 1, "c-tong": "9"}).json()
    assert answer["fields"] == {"version": 2}
    assert "đơn vị ghi 9 trong khi số có sẵn là 2" in answer["parts"]["points"]
    assert client.post(url, {"version": 1, "c-tong": "8"}).status_code == 409
    assert client.post(url, {"version": 2, "c-tong": "tám"}).json()["errors"].keys() == {"c-tong"}


def test_what_was_sent_back_stands_beside_its_part(client, cast):
    report = sent(opened(cast), cast.hoa, cast.commune_officer)
    client.force_login(cast.district_office)
    refused = press(client, "return", report.pk)
    assert refused.status_code == 422
    assert "Đề nghị nêu nội dung cần hoàn thiện" in refused.content.decode()
    press(client, "return", report.pk, **{"p-ngay": "Chưa khớp"})
    client.force_login(cast.commune_officer)
    shown = page(client, "edit", report.pk).content.decode()
    assert "Chưa khớp" in shown
    assert "Báo cáo bị trả lại" in shown


def test_several_are_accepted_at_once_and_the_others_reminded(client, cast):
    period = opened(cast)
    report = sent(period, cast.mac)
    client.force_login(cast.district_office)
    assert "Đã tiếp nhận các báo cáo" in press(client, "accept_many", period.pk, pick=report.pk).content.decode()
    assert "Đã nhắc 1 người" in press(client, "remind", period.pk).content.decode()
    assert "Hôm nay không còn ai" in press(client, "remind", period.pk).content.decode()
    top = of(period, cast.district)
    parts = page(client, "parts", top.pk, "ngay").content.decode()
    assert parts.index("Xã Yên Hòa") < parts.index("Xã Yên Mạc")
    assert "Tổng số" in parts
    assert page(client, "parts", top.pk, "bịa").status_code == 404


def test_a_form_is_written_from_an_example_and_a_period_opened(client, cast):
    campaign = make.campaign(cast.district)
    client.force_login(cast.district_office)
    boxes = page(client, "new_form", example="nam").context["form"].initial
    wrong = press(client, "new_form", **boxes | {"text": "bảng a | b\nsai"})
    assert "Dòng 2:" in wrong.content.decode()
    press(client, "new_form", **boxes)
    form = ReportForm.objects.get()
    days = {"campaign": campaign.pk, "starts_on": "01/01/2017", "ends_on": "31/12/2017"}
    answer = press(client, "open", form.pk, name="Năm 2017", **days)
    assert "hạn gửi 15/11/2017" in answer.content.decode()
    backwards = press(client, "open", form.pk, name="Ngược", **days | {"ends_on": "31/12/2016"})
    assert backwards.status_code == 422


def test_an_accepted_report_is_corrected_with_a_reason(client, cast):
    report = accepted(opened(cast), cast.hoa, cast.district_office)
    client.force_login(cast.commune_officer)
    assert "Đề nghị nêu nội dung sửa" in press(client, "amend", report.pk).content.decode()
    assert "Đếm lại" in press(client, "amend", report.pk, reason="Đếm lại").content.decode()
    write(report, cells={"ngay": "6"})
    report.refresh_from_db()
    actions.send(report, version=report.version, by=cast.commune_officer, at=SENT_AT)
    assert "Bản 2" in page(client, "detail", report.pk).content.decode()
