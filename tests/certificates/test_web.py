from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from kheo.lib.typesetting.certificates import Field
from kheo.movement.certificates.models import Certificate, Design, Edition
from kheo.movement.certificates.queries import edition_of, facts_of
from kheo.movement.certificates.rules import Spot
from kheo.movement.certificates.states import CertificateState
from kheo.movement.recognition.models import Recognition
from tests.certificates import given
from tests.rows import sent

PDF = b"%PDF-1.7\n%%EOF\n"
LIST = reverse("certificates:list")
TEXTS = {
    "name": "Mẫu năm 2017",
    "issuer": "BAN CHỈ ĐẠO",
    "place": "Yên Mô",
    "authority": "T/M BAN CHỈ ĐẠO",
    "signer": "Đỗ Trọng Luận",
}
TIGHT = (Spot(Field.TITLE, Decimal(10), Decimal(10), Decimal(6)),)


@pytest.fixture
def office(client, cast):
    client.force_login(cast.district_office)
    return client


def place(decision):
    return reverse("certificates:decision", args=[decision.pk])


def said(page):
    sheet = page.context["sheet"]
    return sent(sheet.form, sheet.tables)


# A decision and its certificates


def test_a_decision_leads_to_its_certificates(office, cast, client, decision):
    page = reverse("recognition:decision", args=[decision.pk])
    assert place(decision) in office.get(page).content.decode()
    client.force_login(cast.commune_officer)
    assert place(decision) not in client.get(page).content.decode()


def test_all_that_are_wanting_are_issued_with_the_day_that_was_given(office, decision):
    page = office.get(place(decision))
    assert (page.context["due"], page.context["form"]["issued_on"].value()) == (3, given.SIGNED)
    office.post(place(decision), {"issued_on": "12/3/2017"})
    assert [each.issued_on for each in given.live(decision)] == [given.SIGNED + timedelta(days=2)] * 3
    again = office.post(place(decision), {"issued_on": "12/3/2017"}, follow=True)
    assert (Certificate.objects.count(), again.context["due"], again.context["printable"]) == (3, 0, 3)


def test_only_the_picked_ones_are_issued(office, decision):
    picked = given.named(decision)[1]
    office.post(place(decision), {"issued_on": "10/3/2017", "pick": [picked.pk]})
    assert [each.recognition for each in given.live(decision)] == [picked]
    office.post(place(decision), {"issued_on": "10/3/2017", "pick": [picked.pk]})
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize("day", ["", "9/3/2017", "31/2/2017"])
def test_a_wrong_day_is_told_and_nothing_is_issued(office, decision, day):
    answer = office.post(place(decision), {"issued_on": day})
    assert (answer.status_code, Certificate.objects.count()) == (422, 0)


def test_a_revoked_one_is_passed_over(office, decision):
    Recognition.objects.filter(called="Tổ tự quản").update(standing="revoked")
    office.post(place(decision), {"issued_on": "10/3/2017"})
    assert [each.title for each in given.live(decision)] == ["Đường hoa nông thôn", "Camera an ninh"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_decision_costs_the_same(office, cast, campaign, rows, django_assert_num_queries):
    decision = given.decided(cast, campaign, [(cast.hoa, f"Mô hình {number}") for number in range(rows)])
    given.issued(decision, cast.district_office)
    office.get(place(decision))
    with django_assert_num_queries(9):
        assert len(office.get(place(decision)).context["named"]) == rows


# The list


def test_everybody_sees_the_certificates_of_the_own_units(client, cast, issued):
    seen = {}
    for name in ("commune_officer", "other_officer", "district_office", "leader", "stranger"):
        client.force_login(getattr(cast, name))
        seen[name] = sorted(each.title for each, *_more in client.get(LIST).context["lines"])
    mine, theirs = ["Tổ tự quản", "Đường hoa nông thôn"], ["Camera an ninh"]
    everything = sorted(mine + theirs)
    assert seen == {
        "commune_officer": mine,
        "other_officer": theirs,
        "district_office": everything,
        "leader": everything,
        "stranger": [],
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=tự+quản", ["Tổ tự quản", "Tổ tự quản số 2"]),
        ("q=Yên+Mạc", ["Camera an ninh"]),
        ("q=0003/2017", ["Camera an ninh"]),
        ("year=2018", []),
        ("state=valid", ["Camera an ninh"]),
        ("state=revoked", ["Đường hoa nông thôn"]),
        ("state=replaced", ["Tổ tự quản"]),
        ("state=amended", ["Tổ tự quản số 2"]),
        ("printed=yes", ["Camera an ninh"]),
        ("printed=no", ["Tổ tự quản", "Tổ tự quản số 2", "Đường hoa nông thôn"]),
    ],
)
def test_the_list_is_filtered_as_each_one_stands(office, cast, design, decision, issued, query, found):
    given.kept(issued[2:], design, cast.district_office, pdf=PDF)
    Recognition.objects.filter(called="Tổ tự quản").update(called="Tổ tự quản số 2")
    given.issued(decision, cast.district_office)
    Recognition.objects.filter(called="Tổ tự quản số 2").update(called="Tổ tự quản số 3")
    Recognition.objects.filter(called="Đường hoa nông thôn").update(standing="revoked")
    lines = office.get(f"{LIST}?{query}").context["lines"]
    assert sorted(each.title for each, *_more in lines) == sorted(found)
    if query.startswith("state="):
        assert {state for _each, state, _tone in lines} == {CertificateState(query.removeprefix("state="))}


def test_a_code_is_found_with_its_hyphens(office, issued):
    code = issued[1].code
    lines = office.get(LIST, {"q": f"{code[:4]}-{code[4:8]}-{code[8:]}".lower()}).context["lines"]
    assert [each for each, *_more in lines] == [issued[1]]


def test_a_certificate_of_another_unit_is_not_there(client, cast, issued):
    client.force_login(cast.other_officer)
    assert client.get(reverse("certificates:detail", args=[issued[0].pk])).status_code == 404
    page = client.get(reverse("certificates:detail", args=[issued[2].pk])).content.decode()
    assert reverse("certificates:print", args=[issued[2].decision_id]) not in page


def test_what_replaced_a_certificate_is_named(office, cast, decision, issued):
    Recognition.objects.filter(called="Tổ tự quản").update(called="Tổ tự quản số 2")
    given.issued(decision, cast.district_office)
    old = next(each for each in issued if each.title == "Tổ tự quản")
    new = given.live(decision)[-1]
    page = office.get(reverse("certificates:detail", args=[old.pk])).content.decode()
    assert reverse("certificates:detail", args=[new.pk]) in page
    assert new.serial in page


# Designs


def test_a_design_is_set_up_with_usual_places_ready(cast, office):
    page = office.get(reverse("certificates:new"))
    answer = office.post(reverse("certificates:new"), said(page) | TEXTS | {"mode": "preprinted", "dx": "-1,5"})
    made = Design.objects.get()
    facts = facts_of(edition_of(made))
    assert answer["Location"] == reverse("certificates:edit", args=[made.pk])
    assert (made.unit, facts.mode, float(facts.dx), len(facts.spots)) == (cast.district, "preprinted", -1.5, 6)
    assert (facts.spots[0].bold, facts.spots[0].align, facts.spots[4].align) == (True, "center", "left")


def test_what_is_wrong_is_told_and_nothing_is_lost(office):
    page = office.get(reverse("certificates:new"))
    wrong = said(page) | TEXTS | {"spots-0-x": "mười", "signer": "Vũ Văn An"}
    answer = office.post(reverse("certificates:new"), wrong)
    assert (answer.status_code, Design.objects.count()) == (422, 0)
    assert "mười" in answer.content.decode()
    assert "Vũ Văn An" in answer.content.decode()
    off = office.post(reverse("certificates:new"), wrong | {"spots-0-x": "200"})
    assert (off.status_code, len(off.context["sheet"].form.non_field_errors())) == (422, 1)


def test_an_emptied_place_is_no_longer_printed(cast, office, design):
    url = reverse("certificates:edit", args=[design.pk])
    given_ = said(office.get(url))
    office.post(url, given_ | {f"spots-5-{name}": "" for name in ("field", "x", "y", "width", "size")})
    assert len(facts_of(edition_of(design)).spots) == 5


def test_a_design_is_changed_by_its_page_and_the_second_of_two_is_told(office, design):
    url = reverse("certificates:edit", args=[design.pk])
    filled = said(office.get(url)) | {"signer": "Vũ Văn An"}
    office.post(url, filled)
    assert edition_of(design).signer == "Vũ Văn An"
    assert office.post(url, filled | {"signer": "Người khác"}).status_code == 422
    assert edition_of(design).signer == "Vũ Văn An"


def test_more_rows_keep_what_was_typed(office, design):
    url = reverse("certificates:edit", args=[design.pk])
    page = office.post(url, said(office.get(url)) | {"signer": "Vũ Văn An", "more": "spots"})
    assert (page.status_code, Edition.objects.get().signer) == (200, given.FACTS.signer)
    assert "Vũ Văn An" in page.content.decode()
    assert len(page.context["sheet"].spots.rows) > 9


@pytest.mark.slow
def test_preview_and_calibration_are_pdfs_and_a_preview_that_does_not_fit_says_why(cast, office, design):
    for name in ("preview", "calibration"):
        answer = office.get(reverse(f"certificates:{name}", args=[design.pk]))
        assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (200, "application/pdf", b"%PDF-")
    tight = given.drawn(cast.district, mode="preprinted", signer="Đỗ " * 20, spots=TIGHT)
    answer = office.get(reverse("certificates:preview", args=[tight.pk]))
    assert (answer.status_code, len(answer.context["reasons"])) == (422, 1)


def test_a_design_of_another_unit_is_not_there(client, cast):
    other = given.drawn(cast.province)
    client.force_login(cast.district_office)
    assert client.get(reverse("certificates:edit", args=[other.pk])).status_code == 404
    client.force_login(cast.leader)
    assert client.get(reverse("certificates:designs")).status_code == 403
