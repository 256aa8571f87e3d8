import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.template import Context, Template
from django.urls import reverse

from kheo.machinery.directives import actions
from kheo.machinery.directives.models import Citation, Directive
from kheo.machinery.directives.queries.citing import bases_of, ended_of, legal_texts, named_in, resting_on
from kheo.machinery.directives.rules import numbers_in
from kheo.movement.campaigns.models import CampaignLevel
from kheo.movement.campaigns.queries.bases import bases_of_level
from kheo.movement.campaigns.states import Level
from tests import make
from tests.correspondence.made import deadline
from tests.directives import made

pytestmark = pytest.mark.django_db
DAY = date(2018, 1, 1)


@pytest.fixture
def campaign(cast, office):
    return make.campaign(cast.district)


def cite(directive, kind, record, by, clause=""):
    return actions.cite(directive, kind=kind, record_pk=record.pk, clause=clause, by=by, at=make.NOW)


def url(name, *about):
    return reverse(f"directives:{name}", args=about)


def told(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Luật 06/2022/QH15; Nghị định 98/2023/NĐ-CP.", ["06/2022/QH15", "98/2023/NĐ-CP"]),
        ("Hướng dẫn 36-HD/VPTW (03/4/2018), mục II", ["36-HD/VPTW"]),
        ("Kế hoạch số 07-KH/BCĐ và 15/QĐ-UBND,", ["07-KH/BCĐ", "15/QĐ-UBND"]),
        ("Chương trình 05-CTr/HU", ["05-CTr/HU"]),
        ("ngày 05/3/2020, đạt 12/15 tiêu chí, 2020-2025", []),
        ("", []),
    ],
)
def test_numbers_of_documents_are_found_in_a_text(text, found):
    assert numbers_in(text) == found


def test_what_rests_on_a_document_is_gathered_from_all_rooms(office, cast, campaign, django_assert_num_queries):
    directive, other = made.document(office), made.document(office)
    campaign.targets.update(basis=directive)
    cite(directive, "campaign", campaign, office, "mục II")
    cite(other, "campaign", campaign, office)
    level = CampaignLevel.objects.create(campaign=campaign, level=Level.DISTRICT, unit=cast.district)
    cite(directive, "level", level, office, "mục III")
    deadline(office, directive, asked="Gửi báo cáo")
    resting_on(directive, office)
    found = {line.said: (line.url, line.clauses) for group in resting_on(directive, office) for line in group.lines}
    page = reverse("campaigns:detail", args=[campaign.slug])
    assert found[campaign.name] == (page, "mục II") or found[campaign.name] == (page, "")
    assert found["Gửi báo cáo"] == (reverse("correspondence:deadlines", args=[directive.pk]), "")
    assert (page, "mục III") in found.values()
    assert len(resting_on(directive, office)) == 4
    assert len(resting_on(other, office)) == 1
    with django_assert_num_queries(2):
        resting_on(other, office)


def test_a_record_is_said_to_rest_on_a_document_once_and_by_who_keeps_the_register(office, cast, campaign):
    directive = made.document(office)
    first = cite(directive, "campaign", campaign, office, " mục  II ")
    assert cite(directive, "campaign", campaign, office, "mục II") == first
    with pytest.raises(PermissionDenied):
        cite(directive, "campaign", campaign, cast.commune_officer)
    with pytest.raises(actions.NotRelated):
        cite(directive, "target", campaign, office)
    with pytest.raises(actions.NotRelated):
        cite(directive, "nonsense", campaign, office)
    actions.uncite(first, by=office, at=make.NOW)
    assert not Citation.objects.exists()


def test_a_basis_that_has_ended_says_what_took_its_place(office, cast, campaign):
    old, new = made.document(office, number="01-KH/BCĐ"), made.document(office, signed_on=date(2017, 6, 1))
    level = CampaignLevel.objects.create(campaign=campaign, level=Level.DISTRICT, unit=cast.district)
    cite(old, "level", level, office, "khoản 2")
    assert [each.warning for each in bases_of_level(campaign, Level.DISTRICT, DAY)] == [""]
    actions.relate(new, old, kind="replace", from_day=date(2017, 7, 1), by=office, at=make.NOW)
    warning = f"{old} đã hết hiệu lực từ ngày 01/07/2017, được thay thế bởi {new}."
    assert [each.warning for each in bases_of_level(campaign, Level.DISTRICT, DAY)] == [warning]
    assert bases_of("level", [level.pk], date(2017, 6, 30))[level.pk][0].warning == ""
    assert ended_of(named_in(["Căn cứ Kế hoạch 01-KH/BCĐ"]).values(), DAY) == [warning]
    assert ended_of(named_in(["Căn cứ Kế hoạch 02-KH/XYZ"]).values(), DAY) == []


def test_numbers_in_a_text_become_links_and_nothing_else_does(office):
    kept = made.document(office, number="98/2023/NĐ-CP", kind="decree", issuer="Chính phủ")
    shown = Template("{% load bases %}{% cited text %}").render(
        Context({"text": "<b>Luật</b> 06/2022/QH15; Nghị định 98/2023/NĐ-CP"})
    )
    assert f'<a href="{url("detail", kept.pk)}" title="{kept.title}">98/2023/NĐ-CP</a>' in shown
    assert "&lt;b&gt;Luật&lt;/b&gt; 06/2022/QH15; " in shown
    made.document(office, number="98/2023/NĐ-CP", kind="decree", issuer="Một cơ quan khác")
    assert "<a" not in Template("{% load bases %}{% cited text %}").render(Context({"text": "98/2023/NĐ-CP"}))


def test_legal_texts_are_entered_by_one_click(client, office):
    client.force_login(office)
    assert "Luật Thi đua, khen thưởng" in told(client.get(url("legal")))
    for _twice in range(2):
        assert client.post(url("legal"), {"number": "06/2022/QH15"})["Location"] == url("legal")
    kept = Directive.objects.get()
    assert (kept.kind, kept.signed_on, kept.in_force_from) == ("law", date(2022, 6, 15), date(2024, 1, 1))
    client.post(url("legal"), {"number": "99/2099/QH99"})
    assert Directive.objects.count() == 1
    assert len({each.number for each in legal_texts()}) == len(legal_texts())


def test_bases_are_written_on_a_page_and_stand_beside_the_rule(client, office, campaign):
    client.force_login(office)
    directive = made.document(office)
    page = url("bases", "campaign", campaign.pk)
    assert client.post(page, {"directive": "", "clause": ""}).status_code == 422
    assert client.post(page, {"directive": directive.pk, "clause": "mục II"})["Location"] == page
    here = reverse("campaigns:detail", args=[campaign.slug])
    assert f"mục II, {directive}" in told(client.get(here))
    assert campaign.name in told(client.get(url("resting", directive.pk)))
    assert client.post(url("uncite", Citation.objects.get().pk))["Location"] == page
    assert "Chưa ghi văn bản nào" in told(client.get(here))
    assert client.get(url("bases", "decision", 1)).status_code == 404


def test_others_see_bases_and_change_none(client, office, cast, campaign):
    citation = cite(made.document(office), "campaign", campaign, office)
    client.force_login(cast.commune_officer)
    page = url("bases", "campaign", campaign.pk)
    assert '<form method="post"' not in client.get(page).content.decode().partition("<main")[2]
    assert client.post(page, {}).status_code == 403
    assert client.post(url("uncite", citation.pk)).status_code == 403
    assert client.get(url("legal")).status_code == 403


def test_a_paper_that_cites_an_ended_document_is_warned_on_its_own_day(office):
    old = made.document(office, number="01-KH/BCĐ", in_force_until=date(2017, 12, 31))
    page = Template("{% load bases %}{% read_bases bases day as read %}{{ read.warnings|length }}{{ read.lines.0 }}")
    shown = [page.render(Context({"bases": "Căn cứ 01-KH/BCĐ", "day": day})) for day in (date(2017, 12, 31), DAY)]
    assert [each[0] for each in shown] == ["0", "1"]
    assert f'href="{url("detail", old.pk)}"' in shown[0]
