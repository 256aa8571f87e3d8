import re
from uuid import uuid4

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from kheo.movement.campaigns.models import Campaign
from kheo.movement.registry.models import Registration
from kheo.movement.replication import actions
from kheo.movement.replication.models import Adoption, Plan
from tests import make
from tests.replication import made
from tests.replication.test_lineage import CHILD, ROOT, copied, titled

pytestmark = pytest.mark.django_db


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def page(name, *args):
    return reverse(f"replication:{name}", args=args)


@pytest.fixture
def model(cast):
    return made.origin(cast, name=ROOT)


@pytest.fixture
def sign_in(client):
    def enter(user):
        client.force_login(user)
        return client

    return enter


def test_the_office_asks_units_and_the_unit_answers_begins_and_reports(cast, model, sign_in):
    office = sign_in(cast.district_office)
    said = {"unit": cast.district.pk, "about": "Ít nhất một thôn", "units": [cast.mac.pk, cast.farmers.pk]}
    said |= {"due_on": "30/11/2030", "form_key": str(uuid4())}
    answer = office.post(page("new", model.pk), said)
    assert answer.url == page("plan", Plan.objects.get().pk)
    assert office.post(page("new", model.pk), said).url == answer.url
    assert Adoption.objects.count() == 2
    officer, adoption = sign_in(cast.other_officer), Adoption.objects.get(unit=cast.mac)
    shown = officer.get(page("detail", adoption.pk))
    assert [move.act for move, _word in shown.context["acts"]] == ["replication.accept", "replication.decline"]
    assert "Ít nhất một thôn" in text(shown)
    assert officer.post(page("step", adoption.pk, "nhan"), {"said": "", "version": 1}).status_code == 422
    officer.post(page("step", adoption.pk, "nhan"), {"said": "Dùng đèn năng lượng mặt trời", "version": 1})
    adoption.refresh_from_db()
    assert (adoption.state, adoption.adapts) == ("accepted", "Dùng đèn năng lượng mặt trời")


def test_a_page_that_is_old_is_told_and_what_was_typed_stands(cast, model, sign_in):
    adoption = made.asked(cast, model, cast.mac)[0]
    actions.accept(adoption, adapts="Như bản gốc", by=cast.other_officer, at=made.NOW)
    officer = sign_in(cast.other_officer)
    answer = officer.post(
        page("step", adoption.pk, "thoi"), {"said": "Hết kinh phí", "ended_on": "1/1/17", "version": 1}
    )
    assert (answer.status_code, "Hết kinh phí" in text(answer)) == (422, True)
    assert Adoption.objects.get().state == "accepted"


def test_a_new_model_is_registered_with_the_words_of_its_origin(cast, model, sign_in, monkeypatch):
    adoption = made.asked(cast, model, cast.mac)[0]
    actions.accept(adoption, adapts="Dùng đèn năng lượng mặt trời", by=cast.other_officer, at=made.NOW)
    campaign = Campaign.objects.get()
    Campaign.objects.update(registration_closes_on="2040-12-31", ends_on="2040-12-31")
    officer = sign_in(cast.other_officer)
    field = campaign.fields.get(slug="economy").pk
    said = {"exemplar": "", "name": CHILD, "field": field, "place": "Thôn 3", "version": 2, "form_key": str(uuid4())}
    assert officer.post(page("begin", adoption.pk), said | {"name": ""}).status_code == 422
    answer = officer.post(page("begin", adoption.pk), said)
    assert answer.status_code == 302, text(answer)
    registration = Registration.objects.select_related("particulars").get(unit=cast.mac)
    assert registration.year_status == "replicated"
    assert "Dùng đèn năng lượng mặt trời" in registration.particulars.method
    assert registration.particulars.purpose == "Giúp dân"


@pytest.mark.parametrize("copies", [1, 3])
def test_a_list_costs_the_same_however_long(cast, model, sign_in, copies, django_assert_num_queries):
    units = [make.unit(f"Xã Yên {number}", parent=cast.district) for number in range(copies)]
    made.asked(cast, model, *units)
    office = sign_in(cast.district_office)
    office.get(page("list"))
    with django_assert_num_queries(9):
        shown = office.get(page("list"))
    assert len(shown.context["page"].rows) == copies
    with django_assert_num_queries(10):
        office.get(page("model", model.pk))


def test_who_is_asked_sees_it_and_a_stranger_nothing(cast, model, sign_in):
    adoption = made.asked(cast, model, cast.mac)[0]
    assert sign_in(cast.commune_officer).get(page("detail", adoption.pk)).status_code == 200, "it is their model"
    assert sign_in(cast.stranger).get(page("list")).status_code == 403
    assert sign_in(cast.stranger).get(page("detail", adoption.pk)).status_code == 404
    assert sign_in(cast.commune_officer).get(page("step", adoption.pk, "nhan")).status_code == 403
    assert sign_in(cast.other_officer).get(page("new", model.pk)).status_code == 403


def test_each_number_of_survival_opens_into_its_records(cast, model, sign_in):
    copied(cast, model, cast.mac, cast.other_officer, CHILD)
    shown = sign_in(cast.district_office).get(page("model", model.pk))
    links = re.findall(r"\?lasted=(\w+)&(?:amp;)?model=(\d+)", shown.content.decode())
    assert [word for word, _model in links] == ["begun1", "kept1", "begun2", "kept2", "begun3", "kept3"]
    for word, number in links:
        listed = sign_in(cast.district_office).get(page("list"), {"lasted": word, "model": number})
        assert [row.unit for row in listed.context["page"].rows] == [cast.mac]


def test_the_workbook_has_what_the_list_shows(cast, model, sign_in, tmp_path):
    made.asked(cast, model, cast.mac, cast.farmers)
    answer = sign_in(cast.district_office).get(page("export"), {"unit": cast.mac.slug})
    book = tmp_path / "nhan-rong.xlsx"
    book.write_bytes(b"".join(answer.streaming_content))
    rows = [row for row in load_workbook(book).active.iter_rows(values_only=True) if ROOT in row]
    assert [row[3] for row in rows] == ["Xã Yên Mạc"]


def test_the_page_of_a_registration_draws_the_line(cast, model, sign_in):
    child = copied(cast, model, cast.mac, cast.other_officer, CHILD)
    registration = Registration.objects.get(exemplar=model)
    shown = sign_in(cast.district_office).get(reverse("registry:detail", args=[registration.pk]))
    assert CHILD in text(shown)
    titled(cast, child.exemplar)
    registration = Registration.objects.get(exemplar=child.exemplar)
    shown = sign_in(cast.other_officer).get(reverse("registry:detail", args=[registration.pk]))
    assert "Học theo mô hình “Thắp sáng đường quê” của Xã Yên Hòa" in text(shown)


def test_the_portal_draws_the_line_with_recognised_models_only(cast, model, client):
    child = copied(cast, model, cast.mac, cast.other_officer, CHILD)
    registration = Registration.objects.get(exemplar=model)
    here = reverse("portal:model", args=[registration.pk, model.slug])
    assert CHILD not in text(client.get(here))
    titled(cast, child.exemplar)
    copy = Registration.objects.get(exemplar=child.exemplar)
    there = reverse("portal:model", args=[copy.pk, child.exemplar.slug])
    assert there in client.get(here).content.decode()
    assert f'<a href="{here}">{ROOT}</a>' in client.get(there).content.decode()
    actions.end(child, reason="Hết kinh phí", ended_on=made.NOW.date(), by=cast.other_officer, at=made.on(1, 7))
    assert "10/03/2017" in text(client.get(here))
