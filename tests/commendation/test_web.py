"""The pages of commendation: what they cost, what they keep, what they refuse, what they hand out."""

from io import BytesIO

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kheo.movement.commendation import actions
from kheo.movement.commendation.models import BaseSalary, Commendation, Dossier, Grant, Paper, RewardForm
from kheo.movement.commendation.queries.histories import Proposal
from kheo.movement.commendation.states import State
from tests import make
from tests.commendation import made
from tests.commendation.made import NOW
from tests.rows import sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(cast):
    return make.campaign(cast.district)


@pytest.fixture
def form(cast):
    made.salary(cast)
    return made.form(cast)


def url(name, *about):
    return reverse(f"commendation:{name}", args=about)


def pdf():
    return SimpleUploadedFile("bien-ban.pdf", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_for_one_row_and_for_three(client, cast, campaign, form, number):
    praise = made.form(cast, kind="praise", name="Biểu dương", giver="steering")
    models = [made.model(cast, campaign) for _each in range(number)]
    made.decided(cast, praise, campaign, *models)
    for _more in range(number):
        dossier = made.dossier(cast, form, campaign)
    made.add(dossier, *models, by=cast.commune_officer)
    client.force_login(cast.commune_officer)
    client.get(url("list"))
    costs = {}
    for name, about in (("list", []), ("detail", [dossier.pk]), ("models", [dossier.pk]), ("register", [])):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url(name, *about)).status_code == 200
        costs[name] = len(asked)
    assert costs == QUERIES
    assert len(client.get(url("register")).context["page"].rows) == number


QUERIES = {"list": 8, "detail": 19, "models": 16, "register": 10}


def test_a_dossier_from_the_first_form_to_the_register(client, cast, campaign, form):
    models = [made.model(cast, campaign, name=name) for name in ("Đường hoa", "Nuôi cá")]
    client.force_login(cast.commune_officer)
    page = client.get(url("new"))
    key = page.context["form"]["form_key"].value()
    said = {"form_key": key, "unit": cast.hoa.pk, "campaign": campaign.pk, "form": form.pk, "about": "Đề nghị"}
    for _twice in range(2):
        answer = client.post(url("new"), said)
        assert answer.status_code == 302
    dossier = Dossier.objects.get()
    picks = {"pick": [model.pk for model in models], "version": dossier.version}
    assert client.post(url("models", dossier.pk), picks).status_code == 302
    # Sent again, the same is refused: the dossier was changed meanwhile.
    assert client.post(url("models", dossier.pk), picks).status_code == 422
    assert dossier.nominees.count() == 2
    for row in dossier.nominees.all():
        version = Dossier.objects.get().version
        told = {"owner_kind": row.owner_kind, "holder": row.holder, "unit": row.unit_id, "achievement": row.achievement}
        told |= {"summary": "Tốt", "years": [each.registration_id for each in row.bases.all()], "version": version}
        assert client.post(url("row", row.pk), told).status_code == 302
    said = {"form": form.pk, "number": "12/TTr-ĐU", "dated": "20/01/2018", "version": Dossier.objects.get().version}
    assert client.post(url("edit", dossier.pk), said | {"form_key": key}).status_code == 302
    client.post(url("submit", dossier.pk), {"version": Dossier.objects.get().version})
    assert Dossier.objects.get().state == State.SUBMITTED
    client.force_login(cast.district_office)
    said = {"council": "Hội đồng TĐKT", "version": Dossier.objects.get().version}
    assert client.post(url("send", dossier.pk), said).status_code == 302
    sheet = client.get(url("decide", dossier.pk)).context["sheet"]
    told = sent(sheet.form, sheet.tables) | {"number": "25/QĐ-UBND", "signed_on": "01/02/2018", "signed_by": "Chủ tịch"}
    told |= {"body": "Chủ tịch UBND xã Yên Hòa", "results-1-result": "refused"}
    wrong = client.post(url("decide", dossier.pk), told)
    assert wrong.status_code == 422  # the reason is missing, and nothing that was typed is lost
    assert wrong.context["sheet"].form["number"].value() == "25/QĐ-UBND"
    assert Grant.objects.count() == 0
    told["results-1-refused"] = "Chưa đủ thời gian"
    assert client.post(url("decide", dossier.pk), told).status_code == 302
    assert client.post(url("decide", dossier.pk), told).status_code == 422  # a second click
    assert [each.amount for each in Commendation.objects.all()] == [390_000]
    page = client.get(url("register")).content.decode()
    assert "390.000" in page
    assert "Đường hoa" in page
    assert "Nuôi cá" not in page


def test_a_row_that_cannot_be_added_says_why_and_has_no_box(client, cast, campaign, form):
    fine = made.model(cast, campaign, name="Mới")
    given = made.model(cast, campaign, name="Đã khen")
    made.decided(cast, form, campaign, given)
    dossier = made.dossier(cast, form, campaign)
    client.force_login(cast.commune_officer)
    page = client.get(url("models", dossier.pk))
    against = {choice.registration.pk: len(choice.reasons) for choice in page.context["choices"]}
    assert against == {fine.pk: 0, given.pk: 1}
    assert page.content.decode().count('name="pick"') == 1
    found = client.get(url("models", dossier.pk), {"q": "đã khen"})
    assert [choice.registration for choice in found.context["choices"]] == [given]
    for words, those in {"KHEN da": [given], "yen hoa moi": [fine], "hen": []}.items():
        found = client.get(url("models", dossier.pk), {"q": words})
        assert [choice.registration for choice in found.context["choices"]] == those, words


def test_a_wrong_row_keeps_what_was_typed(client, cast, campaign, form):
    dossier = made.dossier(cast, form, campaign)
    client.force_login(cast.commune_officer)
    said = {"owner_kind": "individual", "holder": "Lê Văn An", "achievement": "Hiến đất", "version": dossier.version}
    answer = client.post(url("new_row", dossier.pk), said)
    assert answer.status_code == 422  # of which unit
    assert "Lê Văn An" in answer.content.decode()
    assert client.post(url("new_row", dossier.pk), said | {"unit": cast.hoa.pk}).status_code == 302
    assert client.post(url("new_row", dossier.pk), said | {"unit": cast.hoa.pk}).status_code == 422  # a second click
    row = dossier.nominees.get()
    for _twice in range(2):
        version = Dossier.objects.get().version
        client.post(url("drop_row", row.pk), {"version": version})
    assert dossier.nominees.count() == 0


def test_the_steps_that_need_words_ask_for_them(client, cast, campaign, form):
    dossier = made.submitted(cast, form, campaign, made.model(cast, campaign))
    client.force_login(cast.district_office)
    read = {"version": dossier.version}
    assert client.post(url("return_", dossier.pk), read).status_code == 422
    assert client.post(url("return_", dossier.pk), {"reason": "Thiếu", "version": 1}).status_code == 422
    assert client.post(url("return_", dossier.pk), read | {"reason": "Thiếu biên bản"}).status_code == 302
    client.force_login(cast.commune_officer)
    assert "Thiếu biên bản" in client.get(url("detail", dossier.pk)).content.decode()


def test_a_refused_submission_tells_all_reasons(client, cast, campaign, form):
    dossier = made.dossier(cast, form, campaign, number="")
    client.force_login(cast.commune_officer)
    answer = client.post(url("submit", dossier.pk), {"version": dossier.version}, follow=True)
    assert len(answer.context["messages"]) == 2
    assert Dossier.objects.get().state == State.DRAFT


def test_dossiers_and_rewards_are_narrowed(client, cast, campaign, form):
    made.decided(cast, form, campaign, made.model(cast, campaign))
    made.dossier(cast, form, campaign)
    client.force_login(cast.leader)
    assert [len(client.get(url("list"), {"state": state}).context["lines"]) for state in ("", "draft", "sent")] == [
        2,
        1,
        0,
    ]
    counts = {"": 1, "year=2018": 1, "year=2017": 1, "kind=diploma": 0, "standing=revoked": 0, "unit=xa-yen-mac": 0}
    counts |= {"unit=xa-yen-hoa": 1, "unit=huyen-yen-mo": 1}
    for query, number in counts.items():
        page = client.get(f"{url('register')}?{query}").context["page"]
        assert (query, len(page.rows)) == (query, number)
    assert client.get(url("campaign", campaign.slug)).url == f"{url('list')}?campaign={campaign.slug}"


def test_the_register_comes_out_as_a_workbook_with_its_sum_and_no_formula(client, cast, campaign):
    made.salary(cast)
    form = made.form(cast, needs_title=False)
    dossier = made.dossier(cast, form, campaign)
    for holder in ("=1+1", "Trần Thị Bình"):
        said = Proposal(cast.hoa.pk, "individual", holder=holder, achievement=f"Việc tốt {holder}", summary="Tốt")
        actions.write_row(dossier, said, by=cast.commune_officer, at=NOW)
    actions.submit(dossier, by=cast.commune_officer, at=NOW)
    actions.send(dossier, council="Hội đồng", by=cast.district_office, at=NOW)
    actions.decide(dossier, made.results(dossier), grant=made.grant(), by=cast.district_office, at=NOW)
    given = Commendation.objects.get(nominee__holder="Trần Thị Bình")
    said = {"revoked_on": made.SIGNED, "number": "30/QĐ", "why": "Khai sai"}
    actions.revoke(given, **said, by=cast.district_office, at=NOW)
    client.force_login(cast.leader)
    answer = client.get(url("export"))
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer))).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value == "=1+1"} == {"s"}
    assert [cell.value for cell in cells if cell.column == 13 and isinstance(cell.value, int)] == [195_000, 195_000]


def test_documents_come_out_in_word(client, cast, campaign, form):
    dossier = made.dossier(cast, form, campaign)
    made.add(dossier, made.model(cast, campaign, name="Đường hoa <b>"), by=cast.commune_officer)
    client.force_login(cast.commune_officer)
    row = dossier.nominees.get()
    letter = {"layout": "state", "issuer": "UBND xã Yên Hòa", "place": "Yên Hòa", "to": "Chủ tịch UBND xã"}
    for layout in ("state", "party"):
        for document, words in (
            ("submission", "Giấy khen cho 01 trường hợp (01 tập thể)"),
            ("short_list", "Danh sách có 01 trường hợp"),
            (f"achievement-{row.pk}", "Vận động từng nhà"),
        ):
            answer = client.post(url("documents", dossier.pk), letter | {"layout": layout, "document": document})
            word = docx.Document(BytesIO(b"".join(answer)))
            text = "\n".join(paragraph.text for paragraph in word.paragraphs)
            cells = [cell.text for table in word.tables for line in table.rows for cell in line.cells]
            assert words in text
            assert document != "short_list" or "Đường hoa <b>" in cells
            assert "{" not in text
    for wrong in ("", "else", "achievement-0"):
        assert client.post(url("documents", dossier.pk), letter | {"document": wrong}).status_code == 404
    assert client.post(url("documents", dossier.pk), {"document": "submission"}).status_code == 422


def test_files_are_kept_handed_out_and_taken_off(client, cast, campaign, form):
    dossier = made.dossier(cast, form, campaign)
    client.force_login(cast.commune_officer)
    for _twice in range(2):
        client.post(url("attach", dossier.pk), {"kind": "minutes", "file": pdf()})
    paper = Paper.objects.get()
    assert paper.kind == "minutes"
    answer = client.get(url("paper", paper.pk))
    assert b"".join(answer).startswith(b"%PDF")
    assert "attachment" in answer["Content-Disposition"]
    wrong = client.post(url("attach", dossier.pk), {"kind": "minutes"}, follow=True)
    assert [str(each.level_tag) for each in wrong.context["messages"]][-1] == "error"
    svg = SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    client.post(url("attach", dossier.pk), {"kind": "other", "file": svg})
    assert Paper.objects.count() == 1
    client.force_login(cast.other_officer)
    assert client.get(url("paper", paper.pk)).status_code == 404
    assert client.post(url("detach", paper.pk)).status_code == 404
    client.force_login(cast.commune_officer)
    client.post(url("detach", paper.pk))
    assert Paper.objects.count() == 0


def test_files_of_what_was_submitted_stand(client, cast, campaign, form):
    dossier = made.dossier(cast, form, campaign)
    made.add(dossier, made.model(cast, campaign), by=cast.commune_officer)
    client.force_login(cast.commune_officer)
    client.post(url("attach", dossier.pk), {"kind": "minutes", "file": pdf()})
    actions.submit(Dossier.objects.get(), by=cast.commune_officer, at=NOW)
    client.post(url("detach", Paper.objects.get().pk))
    other = SimpleUploadedFile("khac.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    client.post(url("attach", dossier.pk), {"kind": "other", "file": other})
    assert Paper.objects.count() == 1


# The catalogue -------------------------------------------------------------------------------------------------------


def test_the_catalogue_is_begun_with_the_example_corrected_and_confirmed(client, cast):
    client.force_login(cast.district_office)
    for _twice in range(2):
        client.post(url("example"), {"unit": cast.district.pk})
    form = RewardForm.objects.get(kind="certificate", level="district", valid_from__year=2024)
    page = client.get(url("form", form.pk))
    assert page.context["form"]["last_day"].value().isoformat() == "2025-06-30"
    told = sent(page.context["form"], []) | {"individual": "0,35"}
    assert client.post(url("form", form.pk), told).status_code == 302
    assert client.post(url("form", form.pk), told).status_code == 422  # read before the change
    form.refresh_from_db()
    assert (str(form.individual), form.valid_to.isoformat()) == ("0.350", "2025-07-01")
    client.post(url("confirm", form.pk), {"version": 1})
    form.refresh_from_db()
    assert form.confirmed_at is None
    client.post(url("confirm", form.pk), {"version": 2})
    form.refresh_from_db()
    assert form.confirmed_at is not None
    salary = BaseSalary.objects.get(valid_from__year=2024)
    client.post(url("confirm_salary", salary.pk), {"amount": "1"})
    assert BaseSalary.objects.exclude(confirmed_at=None).count() == 0
    client.post(url("confirm_salary", salary.pk), {"amount": "2340000"})
    assert BaseSalary.objects.exclude(confirmed_at=None).get() == salary


def test_a_form_and_a_salary_are_entered(client, cast):
    client.force_login(cast.district_office)
    said = {"unit": cast.district.pk, "version": 1, "kind": "certificate", "name": "Giấy khen", "level": "commune"}
    said |= {"giver": "steering", "basis": "Luật", "valid_from": "01/07/2025", "individual": "0,15", "round_up_to": "1"}
    said |= {"years_needed": "0", "years_of": "0"}
    assert client.post(url("new_form"), said).status_code == 422
    assert client.post(url("new_form"), said | {"giver": "commune_chair"}).status_code == 302
    assert client.post(url("new_form"), said | {"giver": "commune_chair"}).status_code == 422  # a second click
    assert RewardForm.objects.get().multiple_for("collective") is None
    salary = {"unit": cast.district.pk, "valid_from": "01/07/2026", "amount": "2.530.000", "basis": "Nghị định"}
    for _twice in range(2):
        assert client.post(url("salary"), salary).status_code == 302
    assert BaseSalary.objects.get().amount == 2_530_000
    assert client.post(url("salary"), salary | {"amount": "-5"}).status_code == 422


def test_who_may_not_write_the_catalogue_reads_it(client, cast, form):
    client.force_login(cast.commune_officer)
    page = client.get(url("catalogue"))
    assert len(page.context["lines"]) == 1
    assert not page.context["may_write"]
    assert client.get(url("form", form.pk)).context["found"] == form
    assert client.post(url("form", form.pk), {}).status_code == 403


def test_a_revocation_is_noted(client, cast, campaign, form):
    made.decided(cast, form, campaign, made.model(cast, campaign))
    given = Commendation.objects.get()
    client.force_login(cast.district_office)
    said = {"number": "30/QĐ-UBND", "revoked_on": "31/01/2018", "why": "Khai sai"}
    assert client.post(url("revoke", given.pk), said).status_code == 422  # before it was given
    assert client.post(url("revoke", given.pk), said | {"revoked_on": "02/02/2018"}).status_code == 302
    given.refresh_from_db()
    assert given.standing == "revoked"
    assert "30/QĐ-UBND" in client.get(url("detail", given.nominee.dossier_id)).content.decode()
