"""What a register has that was only declared: list, form, workbook, rights, figure, sums, history. It is run by
`test_one_more.py`, with the room of `contests` installed."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.foundation.audit.models import AuditEvent
from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.records import count
from kheo.machinery.books.queries.tables import UNITS_BELOW, cross_table
from kheo.machinery.intake.models import Upload
from kheo.movement.campaigns.queries import scope_of
from tests import make
from tests.registers.contests.models import Entry

pytestmark = pytest.mark.django_db
KEY = "cuoc-thi-bao-chi"
SENT = {"title": "Con đường hoa", "medium": "online", "published_on": "02/09/2017", "points": "8,5"}


def url(name, *about):
    return reverse(f"registers:{name}", args=[KEY, *about])


def entered(client, cast, **said):
    answer = client.post(url("enter"), SENT | {"unit": cast.hoa.pk} | said)
    assert answer.status_code == 302, answer.context["form"].errors
    return Entry.objects.latest("pk")


def test_it_is_entered_corrected_and_withdrawn_with_a_history(client, cast):
    client.force_login(cast.commune_officer)
    work = entered(client, cast)
    assert (work.points, work.is_prized, work.published_on) == (Decimal("8.5"), False, date(2017, 9, 2))
    late = client.post(url("enter"), SENT | {"unit": cast.hoa.pk, "title": "Muộn", "published_on": "03/09/2017"})
    assert late.context["form"].errors["published_on"] == [
        "Tác phẩm phải được đăng trước khi cuộc thi khóa sổ (02/9/2017)."
    ]
    assert client.get(url("correct", work.pk)).status_code == 403
    client.force_login(cast.district_office)
    client.post(url("correct", work.pk), SENT | {"unit": cast.hoa.pk, "version": 1, "is_prized": "on"})
    page = client.get(url("line", work.pk)).content.decode()
    assert "Được giải: Không → Có" in page
    client.post(url("withdraw", work.pk), {"version": 2, "reason": "Đã được giải nơi khác"})
    assert client.get(url("list")).context["page"].total == 0
    acts = AuditEvent.objects.filter(object_type="contests.entry").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["contests.enter", "contests.correct", "contests.withdraw"]


@pytest.mark.parametrize(
    ("who", "status"), [("commune_officer", 200), ("leader", 200), ("editor", 403), ("stranger", 403)]
)
def test_it_asks_for_the_rights_of_its_room(client, cast, who, status):
    client.force_login(getattr(cast, who))
    assert client.get(url("list")).status_code == status


def test_it_stands_on_the_page_of_registers(client, cast):
    client.force_login(cast.leader)
    assert [register.key for register in client.get(reverse("registers:index")).context["registers"]][0] == KEY


def test_it_goes_out_and_comes_in_as_a_workbook(client, cast):
    client.force_login(cast.district_office)
    entered(client, cast)
    said = {"period": "all", "unit": "huyen-yen-mo"}
    filled = client.get(reverse("intake:form", args=[KEY]), said | {"filled": "1"})
    book = openpyxl.load_workbook(io.BytesIO(filled.content))
    table = book.worksheets[0]
    heads = {str(cell.value).removesuffix(" (*)"): cell.column for cell in table[3]}
    new = {
        "Đơn vị": "Xã Yên Mạc",
        "Tên tác phẩm": "Bến đò",
        "Loại hình": "báo in",
        "Ngày đăng": "01/03/2017",
        "Điểm": "9",
    }
    for head, value in new.items():
        table.cell(5, heads[head], value)
    out = io.BytesIO()
    book.save(out)
    file = SimpleUploadedFile("bao-chi.xlsx", out.getvalue())
    client.post(reverse("intake:start", args=[KEY]), said | {"file": file})
    upload = Upload.objects.latest("pk")
    assert list(upload.rows.order_by("pk").values_list("verdict", flat=True)) == ["same", "new"]
    client.post(reverse("intake:apply", args=[upload.pk]), {"agreed": "on"})
    assert set(Entry.objects.values_list("title", "points")) == {
        ("Con đường hoa", Decimal("8.5")),
        ("Bến đò", Decimal("9")),
    }


def test_its_figure_opens_its_list(client, cast):
    client.force_login(cast.district_office)
    entered(client, cast)
    entered(client, cast, title="Năm trước", published_on="01/09/2016")
    scope = scope_of(make.campaign(cast.district), cast.district)
    figure = CATALOGUE["contests_entries"]
    assert (count(figure.key, scope), cross_table(figure.key, scope, ["medium"], rows=UNITS_BELOW).agrees) == (1, True)
    assert client.get(figure.link(scope, {"medium": "online"})).context["page"].total == 1
    assert client.get(figure.link(scope, {"medium": "paper"})).context["page"].total == 0


def test_its_sums_and_filters(client, cast):
    client.force_login(cast.district_office)
    entered(client, cast)
    entered(client, cast, title="Bến đò", points="1,25", is_prized="on")
    rows = client.get(url("summary")).context["table"].rows
    assert [str(cell.value) for cell in rows[-1].cells] == ["Tổng cộng", "2", "9.75"]
    assert [str(row) for row in client.get(url("list"), {"is_prized": "on"}).context["page"].rows] == ["Bến đò"]
