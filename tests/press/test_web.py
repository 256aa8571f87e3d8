"""The pages of a press contest, by the roles that use them."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from kheo.movement.press.models import Entry, Sheet
from kheo.movement.press.queries import criteria_for
from kheo.movement.scoring.states import SheetState
from tests.portal.made import recognised
from tests.press import made

pytestmark = pytest.mark.django_db


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def page(name, number):
    return reverse(f"press:{name}", args=[number])


@pytest.fixture
def contest(cast):
    return made.Contest(cast)


def test_the_page_of_a_work_leads_to_its_checks_and_an_officer_overrules_none(client, cast, contest):
    work = made.entry(cast, contest.edition, contest.outlet, title="Chưa minh chứng", proof=0)
    client.force_login(cast.commune_officer)
    line = client.get(reverse("registers:line", args=["tac-pham-du-thi", work.pk]))
    assert [url for _door, url in line.context["doors"]] == [page("checks", work.pk)]
    checks = client.get(page("checks", work.pk))
    assert [each.check for each in checks.context["verdicts"] if not each.passes] == ["proof"]
    assert checks.context["may_overrule"] is False
    client.force_login(cast.district_office)
    assert client.get(page("checks", work.pk)).context["may_overrule"] is True
    answer = client.post(page("checks", work.pk), {"check_name": "proof", "reason": ""})
    assert answer.status_code == 422
    client.post(page("checks", work.pk), {"check_name": "proof", "reason": "Bản in đã nộp"})
    assert "Bản in đã nộp" in text(client.get(page("checks", work.pk)))


def test_a_judge_sees_a_work_without_author_and_outlet(client, contest):
    contest.open()
    judge, other = contest.judges
    work = contest.works[0]
    contest.judge(other, work, Decimal("0.5"))
    sheet = contest.sheet(judge, work)
    client.force_login(judge)
    shown = client.get(page("sheet", sheet.pk))
    assert work.title in text(shown)
    assert work.text in text(shown)
    for hidden in (work.author, contest.outlet.name, work.place, other.full_name):
        assert hidden not in shown.content.decode()
    assert "told" not in shown.context
    assert work.title in text(client.get(reverse("press:mine")))
    assert client.get(page("sheet", contest.sheet(other, work).pk)).status_code == 404


def test_points_are_kept_handed_in_and_show_what_others_gave(client, contest):
    contest.open()
    judge, other = contest.judges
    contest.judge(other, contest.works[0], Decimal("0.5"))
    sheet = contest.sheet(judge, contest.works[0])
    client.force_login(judge)
    (first, *rest) = criteria_for(sheet)
    kept = client.post(page("mark", sheet.pk), {"version": 1, f"p{first.pk}": "1,25"})
    assert kept.json()["fields"] == {"version": 2, "total": ""}
    wrong = client.post(page("sheet", sheet.pk), {"version": 2, f"p{first.pk}": "999", "hand_in": "yes"})
    assert wrong.status_code == 422
    typed = {f"p{each.pk}": "1" for each in rest} | {"version": 2, "hand_in": "yes"}
    answer = client.post(page("sheet", sheet.pk), typed)
    following = Sheet.objects.filter(scorer=judge, state=SheetState.ASSIGNED)
    assert answer.url in {page("sheet", each.pk) for each in following}
    assert client.get(page("sheet", sheet.pk)).context["told"].summary.number == 2


def test_the_office_opens_closes_and_announces(client, cast, contest):
    client.force_login(cast.district_office)
    said = {"stage": "preliminary", "each": 2, "judges": [judge.pk for judge in contest.judges]}
    client.post(page("open", contest.edition.pk), said)
    contest.judge_all({work: Decimal(1) - Decimal(place) / 10 for place, work in enumerate(contest.works)})
    refused = client.post(page("close", contest.round().pk), {}, follow=True)
    assert contest.round().closed_at is None, text(refused)
    client.post(page("close", contest.round().pk), {"keep": 2})
    client.post(page("open", contest.edition.pk), said | {"stage": "final"})
    contest.judge_all(dict(zip(contest.works[:2], (Decimal(1), Decimal("0.5")), strict=True)), "final")
    client.post(page("close", contest.round("final").pk))
    first, second, third = contest.works
    shown = client.get(page("announce", contest.edition.pk))
    assert [(row.entry.title, field.value()) for row, field in shown.context["form"].lines()] == [
        (first.title, "first"),
        (second.title, "second"),
    ]
    prizes = {f"w{first.pk}": "first", f"w{second.pk}": "first", "number": "12-QĐ/BDV", "signed_on": "01/02/2018"}
    assert client.post(page("announce", contest.edition.pk), prizes).status_code == 422
    client.post(page("announce", contest.edition.pk), prizes | {f"w{second.pk}": ""})
    assert {each.title: each.prize for each in Entry.objects.all()} == {
        first.title: "first",
        second.title: "",
        third.title: "",
    }


def test_readers_see_only_what_is_announced(client, cast, contest):
    model = recognised(cast, name="Đèn sáng ngõ quê")
    contest.works[0].exemplar = model.exemplar
    Entry.objects.filter(pk=contest.works[0].pk).update(exemplar=model.exemplar)
    shown = reverse("portal:model", args=[model.pk, model.exemplar.slug])
    edition = reverse("portal:contest", args=[contest.edition.pk])
    assert client.get(edition).status_code == 404
    assert contest.works[0].author not in client.get(shown).content.decode()
    contest.announced()
    public = client.get(edition).content.decode()
    assert contest.works[0].title in public
    assert contest.works[1].title not in public
    assert contest.works[0].author in client.get(shown).content.decode()
    client.force_login(cast.district_office)
    inside = client.get(reverse("registry:detail", args=[model.pk])).content.decode()
    assert reverse("registers:line", args=["tac-pham-du-thi", contest.works[0].pk]) in inside


def test_the_pages_of_the_office_cost_the_same_for_many_works(client, cast, django_assert_max_num_queries):
    contest = made.Contest(cast, works=9)
    contest.open()
    client.force_login(cast.district_office)
    for name in ("edition", "rounds"):
        client.get(page(name, contest.edition.pk))
        with django_assert_max_num_queries(10):
            client.get(page(name, contest.edition.pk))


def test_the_first_page_of_a_judge_tells_what_waits(client, contest):
    contest.open()
    client.force_login(contest.judges[0])
    home = client.get("/lam-viec/")
    assert home.status_code == 200
    assert reverse("press:mine") in home.content.decode()
