from datetime import date

import pytest

from kheo.lib.encodings.backwards import to_tcvn3
from kheo.lib.refusals import Refused
from kheo.machinery.intake.actions import apply
from kheo.movement.campaigns.actions import move
from kheo.movement.campaigns.states import CampaignState
from kheo.movement.registry import actions as registry
from kheo.movement.registry.models import Exemplar, Registration
from tests import make
from tests.intake import book

pytestmark = pytest.mark.django_db
FLOWERS = {book.NAME: "Đường hoa"}


@pytest.fixture
def campaign(cast):
    return make.campaign(cast.district)


@pytest.fixture
def said(cast, campaign):
    return book.occasion(cast.commune_officer, cast.hoa)


@pytest.fixture
def send(said, tmp_path):
    """Send rows on a fresh form and return the upload; `drop` takes columns out of the form first."""

    def sending(*rows, at=make.NOW, drop=()):
        opened = book.form(tmp_path, said)
        table = opened.worksheets[0]
        file = book.fill(opened, *rows)
        for heading in drop:
            table.delete_cols(book.columns(table)[heading])
        return book.bring(book.sent(opened) if drop else file, book.occasion(said.by, said.unit, at=at))

    return sending


def enter(upload, cast, **how):
    apply(upload, hand_in=False, by=cast.commune_officer, at=make.NOW, **how)


def test_a_row_becomes_a_registration_with_every_fact(send, cast):
    full = FLOWERS | {
        "Loại hình": "dien hinh",
        "Lĩnh vực": "Văn hoá – xã hội",
        "Chủ thể": "Hộ gia đình",
        "Tình trạng trong năm": "Nhân rộng",
        "Địa điểm thực hiện": "Thôn Đông",
        "Ngày bắt đầu": date(2017, 1, 9),
        "Người phụ trách": "Bà Lê Thị Hòa, Chi hội trưởng",
        "Nội dung, cách làm": "Họp thôn.\n\nChia đoạn cho từng hộ.",
        "Đối tượng, số lượng": 86,
        "Nguồn lực": "15 triệu đồng",
        "Đơn vị phối hợp": "Chi hội Phụ nữ",
    }
    enter(send(full), cast)
    made = Registration.objects.select_related("exemplar", "particulars", "field").get()
    assert (made.unit, made.field.slug, made.owner_kind, made.year_status, made.state) == (
        cast.hoa,
        "culture_society",
        "household",
        "replicated",
        "draft",
    )
    assert (made.exemplar.name, made.exemplar.kind, made.exemplar.place, made.exemplar.started_on) == (
        "Đường hoa",
        "exemplar",
        "Thôn Đông",
        date(2017, 1, 9),
    )
    said = made.particulars
    assert (said.purpose, said.method, said.target_group, said.targets) == (
        "Giúp dân",
        "Họp thôn.\n\nChia đoạn cho từng hộ.",
        "86",
        "20 hộ tham gia",
    )
    assert (said.resources, said.partners, said.person_in_charge) == (
        "15 triệu đồng",
        "Chi hội Phụ nữ",
        "Bà Lê Thị Hòa, Chi hội trưởng",
    )


@pytest.mark.parametrize(
    ("row", "cell", "words"),
    [
        ({book.NAME: None}, "B5", "Ô này bắt buộc phải điền."),
        ({"Lĩnh vực": None}, "D5", "Ô này bắt buộc phải điền."),
        (
            {"Chủ thể": "Tập đoàn"},
            "E5",
            "“Tập đoàn” không có trong danh mục. Chọn một trong các mục: Tập thể; Cá nhân;",
        ),
        ({"Ngày bắt đầu": "01/2017"}, "H5", "Còn thiếu ngày."),
        ({"Ngày bắt đầu": "1/13/2017"}, "H5", "ngày trước"),
        ({book.NAME: "x" * 301}, "B5", "Nội dung dài quá 300 ký tự."),
        ({"Địa điểm thực hiện": "x" * 201}, "G5", "Nội dung dài quá 200 ký tự."),
        ({book.NAME: to_tcvn3("Mô hình dân vận khéo")}, "B5", "Có phải “Mô hình dân vận khéo”?"),
        ({"Mục đích": to_tcvn3("Giúp nhau giảm nghèo bền vững")}, "J5", "Có phải “Giúp nhau giảm nghèo bền vững”?"),
    ],
)
def test_a_wrong_cell_is_refused_by_its_place(send, row, cell, words):
    upload = send(FLOWERS | row)
    ((number, place, text),) = book.reasons(upload)
    assert (number, place) == (5, cell)
    assert words in text


def test_a_formula_is_refused_by_its_cell(send):
    upload = send(FLOWERS | {"Đối tượng, số lượng": "=40+46"})
    ((_number, place, text),) = book.reasons(upload)
    assert (place, text) == ("L5", "Ô chứa công thức. Hãy sao chép rồi dán giá trị.")


def test_all_wrong_cells_of_a_row_are_told_at_once(send):
    upload = send(FLOWERS | {"Lĩnh vực": "Thể thao", "Chủ thể": None, "Ngày bắt đầu": "mai"})
    assert [cell for _row, cell, _text in book.reasons(upload)] == ["D5", "E5", "H5"]


def test_a_name_is_known_however_its_tones_are_placed_and_its_capitals_are_set(send, cast, campaign):
    make.registration(campaign, cast.hoa, cast.commune_officer, name="Giữ hòa khí xóm làng")
    upload = send({book.NAME: "GIỮ HOÀ KHÍ XÓM LÀNG"})
    row = upload.rows.get()
    assert (row.verdict, row.before) == ("changed", {"name": "Giữ hòa khí xóm làng"})


def test_other_accents_are_another_name(send, cast, campaign):
    make.registration(campaign, cast.hoa, cast.commune_officer, name="Đường hoa")
    assert book.verdicts(send({book.NAME: "Đường hóa"})) == {5: "new"}


def test_columns_that_are_left_out_stay_as_they_are(send, cast):
    enter(send(FLOWERS | {"Địa điểm thực hiện": "Thôn Đông", "Nguồn lực": "15 triệu đồng"}), cast)
    upload = send(FLOWERS | {"Mục đích": "Đường sạch"}, drop=["Nguồn lực", "Địa điểm thực hiện"])
    assert upload.rows.get().before == {"purpose": "Giúp dân"}
    enter(upload, cast)
    made = Registration.objects.select_related("exemplar", "particulars").get()
    assert (made.exemplar.place, made.particulars.resources, made.particulars.purpose) == (
        "Thôn Đông",
        "15 triệu đồng",
        "Đường sạch",
    )


def test_an_emptied_cell_empties_what_was_registered(send, cast):
    enter(send(FLOWERS | {"Nguồn lực": "15 triệu đồng", "Ngày bắt đầu": date(2017, 1, 9)}), cast)
    upload = send(FLOWERS)
    assert upload.rows.get().before == {"resources": "15 triệu đồng", "started_on": "09/01/2017"}
    enter(upload, cast)
    made = Registration.objects.select_related("exemplar", "particulars").get()
    assert (made.exemplar.started_on, made.particulars.resources) == (None, "")


@pytest.mark.parametrize("state", ["submitted", "registered"])
def test_what_was_handed_in_is_the_same_or_refused(send, cast, campaign, state):
    make.registration(
        campaign, cast.hoa, cast.commune_officer, name="Đường hoa", state=state, office=cast.district_office
    )
    assert book.verdicts(send(FLOWERS)) == {5: "same"}
    upload = send(FLOWERS | {"Địa điểm thực hiện": "Thôn Đông"})
    row = upload.rows.get()
    assert (row.verdict, row.before) == ("refused", {"place": ""})
    ((_number, cell, text),) = book.reasons(upload)
    assert cell == ""
    assert text.endswith("Đề nghị Cơ quan Thường trực trả lại để sửa, hoặc ghi lại đúng nội dung đã đăng ký.")


def test_what_was_returned_is_amended_and_handed_in_again(send, cast, campaign):
    made = make.registration(
        campaign, cast.hoa, cast.commune_officer, name="Đường hoa", state="returned", office=cast.district_office
    )
    upload = send(FLOWERS | {"Chỉ tiêu đo được": "86 hộ"})
    apply(upload, hand_in=True, by=cast.commune_officer, at=make.NOW)
    made.refresh_from_db()
    assert (made.state, made.particulars.targets) == ("submitted", "86 hộ")


def test_what_was_cancelled_is_no_obstacle(send, cast, campaign):
    made = make.registration(campaign, cast.hoa, cast.commune_officer, name="Đường hoa", state="submitted")
    registry.cancel(made, reason="Nhầm", by=cast.district_office, at=make.NOW)
    upload = send(FLOWERS)
    assert book.verdicts(upload) == {5: "new"}
    enter(upload, cast)
    assert sorted(Registration.objects.values_list("state", flat=True)) == ["cancelled", "draft"]


def test_an_exemplar_of_another_year_is_continued(send, cast, campaign):
    last_year = make.campaign(cast.district, year=2016, registration_closes_on=date(2017, 12, 31))
    make.registration(last_year, cast.hoa, cast.commune_officer, name="Đường hoa")
    enter(send(FLOWERS | {"Tình trạng trong năm": "Duy trì"}), cast)
    assert (Exemplar.objects.count(), Registration.objects.count()) == (1, 2)


def test_after_the_last_day_new_rows_are_refused_and_old_ones_are_not(send, cast, campaign):
    make.registration(campaign, cast.hoa, cast.commune_officer, name="Đường hoa")
    late = make.datetime(2017, 4, 1, 0, 0, tzinfo=make.LOCAL)
    last = make.datetime(2017, 3, 31, 23, 59, tzinfo=make.LOCAL)
    rows = [FLOWERS, {book.NAME: "Nuôi cá"}]
    assert book.verdicts(send(*rows, at=last)) == {5: "same", 6: "new"}
    upload = send(*rows, at=late)
    assert book.verdicts(upload) == {5: "same", 6: "refused"}
    ((number, cell, text),) = book.reasons(upload)
    assert (number, cell) == (6, "")
    assert "31/03/2017" in text


def test_a_draft_changed_after_the_last_day_cannot_be_handed_in(send, cast, campaign):
    make.registration(campaign, cast.hoa, cast.commune_officer, name="Đường hoa")
    upload = send(FLOWERS | {"Mục đích": "Khác"}, at=make.datetime(2017, 4, 1, 8, 0, tzinfo=make.LOCAL))
    row = upload.rows.get()
    assert row.verdict == "changed"
    assert "31/03/2017" in row.lacks[0]["text"]


def test_a_closed_campaign_takes_no_new_rows(send, cast, campaign):
    move(campaign, to=CampaignState.CLOSED, by=None, at=make.NOW)
    upload = send(FLOWERS)
    assert book.verdicts(upload) == {5: "refused"}


def test_a_campaign_of_somebody_else_is_not_there(cast, said, tmp_path):
    elsewhere = make.unit("Huyện Kim Sơn", "district", parent=cast.province)
    theirs = make.campaign(elsewhere, year=2018)
    with pytest.raises(Refused):
        book.form(tmp_path, book.occasion(cast.commune_officer, cast.hoa, theirs.slug))


def test_nobody_registers_for_a_unit_outside_the_campaign(cast, tmp_path):
    own = make.campaign(cast.mac, year=2019)
    with pytest.raises(Refused) as refusal:
        book.form(tmp_path, book.occasion(cast.district_office, cast.hoa, own.slug))
    assert str(refusal.value) == "Đồng chí không có quyền đăng ký cho Xã Yên Hòa trong “Dân vận khéo 2019”."


def test_entering_a_row_costs_the_same_however_many_there_are(
    send, cast, django_assert_num_queries, django_assert_max_num_queries
):
    costs = []
    for count in (1, 3):
        upload = send(*({book.NAME: f"Đường hoa {count}.{number}"} for number in range(count)))
        with django_assert_max_num_queries(200) as asked:
            enter(upload, cast)
        costs.append(len(asked))
    one_row = (costs[1] - costs[0]) / 2
    upload = send(*({book.NAME: f"Đường hoa 5.{number}"} for number in range(5)))
    with django_assert_max_num_queries(costs[0] + 4 * one_row):
        enter(upload, cast)
