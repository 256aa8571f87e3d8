"""Questions whose SQL is written once, and pages whose templates are folded."""

import pytest
from django.template.loader import get_template
from django.urls import reverse

from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation
from kheo.outlets.newsroom.models import Section
from kheo.outlets.portal.queries import written
from kheo.outlets.portal.queries.written import Given, asked
from kheo.outlets.portal.web import pages
from tests import make
from tests.portal import made
from tests.portal.made import NOW
from tests.portal.test_web import place

pytestmark = pytest.mark.django_db


def by_number(number):
    return Section.objects.filter(pk=number).values_list("slug", "order")


def after(order, number):
    return Section.objects.filter(order__gt=order, pk__gte=number).order_by("order").values_list("order", flat=True)


def in_none(orders):
    return Section.objects.filter(order__in=orders).values_list("pk")


@pytest.fixture
def sections():
    return [Section.objects.create(slug=f"muc-{n}", name=f"Mục {n}", order=n) for n in (7, 8, 9)]


def test_a_question_is_written_once_and_answered_each_time(sections, monkeypatch):
    wrote = []
    sql_of = written._sql_of
    monkeypatch.setattr(written, "_sql_of", lambda question: wrote.append(question) or sql_of(question))
    monkeypatch.setattr(written, "_written", type(written._written)())
    for section in sections:
        assert list(asked(by_number, given=section.pk)) == [(section.slug, section.order)]
    assert list(asked(by_number, given=0)) == []
    assert len(wrote) == 1
    sections[0].delete()
    assert list(asked(by_number, given=sections[1].pk)) == [("muc-8", 8)]


def test_what_it_is_about_is_part_of_it(sections):
    first = sections[0].pk
    assert [row[0] for row in asked(after, 7, given=first)] == [8, 9]
    assert [row[0] for row in asked(after, 8, given=first)] == [9]
    assert [row[0] for row in asked(after, 7, given=sections[2].pk)] == [9]


def test_what_nothing_can_answer_is_not_asked(sections, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert list(asked(in_none, ())) == []
        assert list(asked(in_none, ())) == []


def test_no_more_is_remembered_than_a_number(sections, monkeypatch):
    monkeypatch.setattr(written, "MOST", 2)
    monkeypatch.setattr(written, "_written", type(written._written)())
    for order in range(5):
        assert len(list(asked(after, order, given=0))) == 3
    assert [len(known) for known in written._written.values()] == [1]  # forgotten twice on the way


def test_a_given_number_is_put_in_as_it_is(sections):
    assert str(by_number(Given()).query)  # may be shown
    assert list(asked(by_number, given=2**62)) == []


def test_folded_pages_are_the_pages(cast, client, monkeypatch):
    home = Installation(unit=cast.district, portal_name="Huyện Yên Mô", issuer_name="Ban Chỉ đạo", place_name="Yên Mô")
    install(home, by=None, at=NOW)
    campaign = make.campaign(cast.district)
    model = made.recognised(cast, "Mô hình <b>hoa</b> & cây", campaign=campaign)
    article = made.article(cast.district, title="Tin & <bài>", exemplars=[model.exemplar])
    remark = made.comment(article, state="shown")
    urls = [
        *(place(article), f"{place(article)}?tra-loi={remark.pk}", f"{place(article)}?da=gui"),
        *(reverse(f"portal:{name}") for name in ("front", "news", "models", "directives", "archive", "organisation")),
        *(reverse(f"portal:{name}") for name in ("opendata", "figures", "notices", "programme_now")),
        reverse("portal:model", args=[model.pk, model.exemplar.slug]),
        reverse("portal:report", args=[remark.pk]),
        f"{reverse('portal:search')}?q=mo+hinh",
    ]
    monkeypatch.setattr(pages, "VIEWS", "")
    folded = [client.get(url, follow=True) for url in urls]
    monkeypatch.setattr(pages, "folded", lambda name: get_template(name).template)
    pages.kept.clear()
    for url, page in zip(urls, folded, strict=True):
        own = client.get(url, follow=True)
        assert own.status_code == page.status_code == 200, url
        assert without_keys(own) == without_keys(page), url


def without_keys(response):
    """Return a page without the one-time key of its form, which no two have in common."""
    parts = response.content.decode().split('name="key" value="')
    return [parts[0], *(part.partition('"')[2] for part in parts[1:])]
