import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from kheo.foundation.audit.models import AuditEvent
from kheo.machinery.registers.models import Enclosure
from kheo.movement.selfmanaged.models import GroupYear, SelfManagedGroup
from tests import make
from tests.lib.old_texts import pdf_bytes
from tests.selfmanaged import made

pytestmark = pytest.mark.django_db
GROUPS, YEARS = "to-tu-quan", "ket-qua-to-tu-quan"
SENT = {"name": "Tổ hòa giải thôn Đông", "kind": "conciliation", "founded_on": "01/02/2017", "members": "7"}


def url(name, *about, key=GROUPS):
    return reverse(f"registers:{name}", args=[key, *about])


def paper(name):
    return SimpleUploadedFile(name, pdf_bytes())


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return client


@pytest.fixture
def office(client, cast):
    client.force_login(cast.district_office)
    return client


def test_an_officer_enters_a_group_without_choosing_the_only_unit(officer, cast):
    form = officer.get(url("enter")).context["form"]
    answer = officer.post(url("enter"), SENT | {"unit": form.initial["unit"], "form_key": form.initial["form_key"]})
    group = SelfManagedGroup.objects.get()
    assert (answer["Location"], group.unit, group.members) == (url("line", group.pk), cast.hoa, 7)
    page = text(officer.get(url("line", group.pk)))
    assert "Hòa giải ở cơ sở" in page
    assert "Nhập vào sổ Lê Thị Hòa" in page
    assert "Rút khỏi sổ" not in page


def test_errors_stand_at_their_fields_and_lose_nothing(officer, cast):
    answer = officer.post(url("enter"), SENT | {"unit": cast.hoa.pk, "founded_on": "31/02/2017", "women": "9"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"founded_on"}
    answer = officer.post(url("enter"), SENT | {"unit": cast.hoa.pk, "women": "9"})
    assert set(answer.context["form"].errors) == {"women"}
    assert "Tổ hòa giải thôn Đông" in answer.content.decode()
    assert not SelfManagedGroup.objects.exists()


def test_a_group_is_corrected_and_a_second_hand_is_told(officer, cast):
    group = made.group(cast.hoa)
    sent = SENT | {"unit": cast.hoa.pk, "version": 1, "members": "8"}
    assert officer.post(url("correct", group.pk), sent).status_code == 302
    answer = officer.post(url("correct", group.pk), sent | {"members": "9"})
    assert answer.status_code == 422
    assert "người khác đã sửa dòng này" in text(answer)
    assert "Số tổ viên: 7 → 8" in text(officer.get(url("line", group.pk)))


def test_what_a_group_did_is_entered_from_its_page_and_shown_there(officer, cast):
    group = made.group(cast.hoa)
    page = officer.get(url("enter", key=YEARS), {"group": group.pk})
    assert page.context["form"].initial["group"] == group
    sent = {"group": group.pk, "year": "2017", "handled": "10", "settled": "11"}
    assert officer.post(url("enter", key=YEARS), sent).status_code == 422
    answer = officer.post(url("enter", key=YEARS), sent | {"settled": "8"})
    assert answer["Location"] == url("line", group.pk)
    assert GroupYear.objects.get().unit == cast.hoa
    assert "2017 10 8" in text(officer.get(url("line", group.pk)))


def test_another_unit_s_group_cannot_be_named(officer, cast):
    group = made.group(cast.mac)
    assert officer.get(url("enter", key=YEARS), {"group": group.pk}).context["whole"] is None
    sent = {"group": group.pk, "year": "2017", "handled": "1", "settled": "1"}
    assert officer.post(url("enter", key=YEARS), sent).status_code == 422
    assert officer.get(url("line", group.pk)).status_code == 404


def test_the_office_withdraws_with_a_reason_and_finds_it_again(office, cast):
    group = made.group(cast.hoa)
    assert office.post(url("withdraw", group.pk), {"version": 1, "reason": ""}).status_code == 422
    assert office.post(url("withdraw", group.pk), {"version": 1, "reason": "Nhập trùng"}).status_code == 302
    assert office.get(url("list")).context["page"].total == 0
    assert office.get(url("list"), {"withdrawn": "on"}).context["page"].total == 1
    assert "Nhập trùng" in text(office.get(url("line", group.pk)))
    assert office.get(url("correct", group.pk)).status_code == 404


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Tổ 1", "Tổ 2", "Tổ 3"]),
        ("words=to+dong", ["Tổ 1"]),
        ("kind=roads", ["Tổ 2"]),
        ("unit=xa-yen-mac", ["Tổ 3"]),
        ("unit=huyen-yen-mo", ["Tổ 1", "Tổ 2", "Tổ 3"]),
        ("unit=huyen-yen-mo&only=on", []),
        ("kind=nonsense", ["Tổ 1", "Tổ 2", "Tổ 3"]),
    ],
)
def test_the_list_is_narrowed_and_its_workbook_is_the_same(office, cast, query, names):
    made.group(cast.hoa, name="Tổ 1", village="Thôn Đông")
    made.group(cast.hoa, name="Tổ 2", kind="roads")
    made.group(cast.mac, name="Tổ 3")
    assert [str(row) for row in office.get(f"{url('list')}?{query}").context["page"].rows] == names
    book = load_workbook(BytesIO(b"".join(office.get(f"{url('export')}?{query}").streaming_content)))
    told = [row[1] for row in book.active.iter_rows(values_only=True) if str(row[1]).startswith("Tổ ")]
    assert told == names


def test_sums_are_those_of_their_lists(office, cast):
    for unit, name, members in ((cast.hoa, "Tổ 1", 7), (cast.hoa, "Tổ 2", 5), (cast.mac, "Tổ 3", 1200)):
        made.year(made.group(unit, name=name, members=members, women=1 if members < 6 else None))
    rows = office.get(url("summary")).context["table"].rows
    assert [[str(cell.value) for cell in row.cells] for row in rows] == [
        ["Xã Yên Hòa", "2", "12", "1", "0"],
        ["Xã Yên Mạc", "1", "1200", "0", "0"],
        ["Tổng cộng", "3", "1212", "1", "0"],
    ]
    for row in rows:
        assert office.get(row.cells[1].url).context["page"].total == row.cells[1].value
    kinds = office.get(url("summary"), {"by": "kind", "unit": "xa-yen-hoa"}).context["table"].rows
    assert [cell.value for cell in kinds[0].cells[:2]] == ["Hòa giải ở cơ sở", 2]
    assert office.get(kinds[0].cells[1].url).context["page"].total == 2
    years = office.get(url("summary", key=YEARS), {"by": "year"}).context["table"].rows
    assert [str(cell.value) for cell in years[0].cells] == ["2017", "3", "30", "24", "80%"]


def test_files_go_with_a_group_and_are_seen_by_who_sees_it(client, officer, cast):
    group = made.group(cast.hoa)
    assert "Choose" not in text(officer.post(url("enclose", group.pk), {}, follow=True))
    officer.post(url("enclose", group.pk), {"enclosures": [paper("quy-uoc.pdf"), paper("quy-uoc-2.pdf")]})
    file = Enclosure.objects.get()  # the same bytes once
    page = officer.get(url("line", group.pk))
    assert "quy-uoc.pdf" in text(page)
    assert b"".join(officer.get(url("enclosure", group.pk, file.pk)).streaming_content).startswith(b"%PDF")
    other = made.group(cast.hoa, name="Tổ khác")
    assert officer.get(url("enclosure", other.pk, file.pk)).status_code == 404
    client.force_login(cast.other_officer)
    assert client.get(url("enclosure", group.pk, file.pk)).status_code == 404
    client.force_login(cast.leader)
    assert client.post(url("leave_out", group.pk, file.pk)).status_code == 403
    client.force_login(cast.commune_officer)
    client.post(url("leave_out", group.pk, file.pk))
    assert not Enclosure.objects.exists()
    assert AuditEvent.objects.latest("pk").act == "registers.leave_out"


def test_no_more_files_than_a_line_may_have(officer, cast, monkeypatch):
    monkeypatch.setattr("kheo.machinery.registers.rules.MOST_FILES", 0)
    group = made.group(cast.hoa)
    answer = officer.post(url("enclose", group.pk), {"enclosures": [paper("quy-uoc.pdf")]}, follow=True)
    assert "tối đa 0 tệp" in text(answer)
    assert not Enclosure.objects.exists()


def test_the_model_of_which_a_group_came_opens_its_registration(officer, cast):
    registration = make.registration(make.campaign(cast.district), cast.hoa, cast.commune_officer)
    group = made.group(cast.hoa, exemplar=registration.exemplar)
    address = reverse("registry:detail", args=[registration.pk])
    assert address in officer.get(url("line", group.pk)).content.decode()
    year = made.year(group)
    assert url("line", group.pk) in officer.get(url("line", year.pk, key=YEARS)).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_whatever_the_number_of_lines(office, cast, number):
    for place in range(number):
        group = made.group(cast.hoa, name=f"Tổ {place}")
        made.year(group)
    for year in range(2018, 2018 + number):
        made.year(group, year=year)
    office.get(url("list"))
    costs = {}
    for address in (url("list"), url("line", group.pk), url("summary"), url("enter")):
        with CaptureQueriesContext(connection) as asked:
            assert office.get(address).status_code == 200
        costs[address.rstrip("/").rpartition("/")[2]] = len(asked)
    assert costs == {"to-tu-quan": 8, str(group.pk): 10, "tong-hop": 7, "moi": 9}
