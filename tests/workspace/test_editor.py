"""The first page of who only edits the portal."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kheo.faces.workspace.queries import home
from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day
from kheo.machinery.notices.queries import waiting_for
from kheo.organisation.access.models import Post
from kheo.organisation.access.states import Role
from kheo.outlets.newsroom import actions
from kheo.outlets.releases.models import Locked
from tests import make
from tests.portal import made

pytestmark = pytest.mark.django_db
HOME = "/lam-viec/"
DAY = timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def campaign(cast):
    return make.campaign(cast.district)


def drafted(by, unit, at, **more):
    return actions.write_article(made.facts(unit, **more), by=by, at=at)


def test_an_editor_has_a_short_page_without_the_units(client, cast, campaign):
    client.force_login(cast.editor)
    page = client.get(HOME)
    assert page.templates[0].name == "workspace/editor.html"
    assert cast.hoa.name not in page.content.decode()


def test_it_is_there_before_the_first_campaign(client, cast):
    client.force_login(cast.editor)
    assert client.get(HOME).templates[0].name == "workspace/editor.html"


@pytest.mark.parametrize("role", [Role.STANDING_OFFICE, Role.LEADER, Role.OFFICER])
def test_who_has_another_role_too_keeps_its_page(cast, campaign, role, now):
    Post.objects.create(user=cast.editor, unit=cast.district, role=role, valid_from=local_day(now) - DAY)
    found = home(User.objects.get(pk=cast.editor.pk), local_day(now))
    assert (found.template, found.desk) == ("office", None)


def test_the_drafts_are_those_in_which_the_person_had_a_hand(cast, now):
    mine = drafted(cast.editor, cast.district, now)
    theirs = drafted(cast.commune_officer, cast.hoa, now - DAY)
    sent = drafted(cast.editor, cast.district, now)
    actions.submit(sent, by=cast.editor, at=now)
    desk = home(cast.editor, local_day(now)).desk
    assert desk.drafts == [mine]
    facts = made.facts(cast.hoa, title="Sửa hộ")
    actions.amend_article(theirs, facts, version=theirs.version, by=cast.editor, at=now + DAY)
    assert home(cast.editor, local_day(now)).desk.drafts == [theirs, mine]


def test_what_is_set_for_a_time_to_come_stands_with_what_comes_next_first(cast, now):
    ends = made.draft(cast.district)
    actions.publish(ends, by=cast.editor, at=now, expires_at=now + 2 * DAY)
    later, sooner = made.draft(cast.district), made.draft(cast.hoa)
    actions.schedule(later, published_at=now + 3 * DAY, by=cast.editor, at=now)
    actions.schedule(sooner, published_at=now + DAY, expires_at=now + 9 * DAY, by=cast.editor, at=now)
    made.article(cast.district)
    assert home(cast.editor, local_day(now)).desk.coming == [sooner, ends, later]


def test_what_is_read_most_in_the_week_stands_with_its_views(cast, now):
    much, little, before = (made.article(cast.district) for _ in range(3))
    foreign = made.article(cast.province)
    actions.add_views({much.pk: 3, little.pk: 1, foreign.pk: 9}, by=None, at=now)
    actions.add_views({much.pk: 2}, by=None, at=now - 6 * DAY)
    actions.add_views({before.pk: 50}, by=None, at=now - 7 * DAY)
    read = home(cast.editor, local_day(now)).desk.read
    assert [(article, article.times) for article in read] == [(much, 5), (little, 1)]


def test_what_was_given_back_and_what_figures_moved_waits(client, cast, campaign, now):
    for number in range(2):
        article = drafted(cast.commune_officer, cast.hoa, now, title=f"Bài {number}")
        actions.submit(article, by=cast.commune_officer, at=now)
        actions.return_(article, reason="Thiếu ảnh", by=cast.editor, at=now)
    drafted(cast.commune_officer, cast.hoa, now)
    Locked.objects.create(
        article=article, figure="registered", campaign=campaign, unit=cast.district, value=1, found=2, taken_at=now
    )
    lines = {line.waiting.key: line for line in waiting_for(cast.editor, local_day(now))}
    assert {key: line.number for key, line in lines.items()} == {"newsroom.returned": 2, "releases.changed": 1}
    client.force_login(cast.editor)
    assert client.get(lines["newsroom.returned"].url).context["page"].total == 2
    assert len(client.get(lines["releases.changed"].url).context["rows"]) == 1
    officers = {line.waiting.key for line in waiting_for(cast.commune_officer, local_day(now))}
    assert officers == {"newsroom.returned"}
    assert waiting_for(cast.other_officer, local_day(now)) == []


@pytest.mark.parametrize("rows", [1, 5])
def test_the_page_costs_the_same_with_more_articles(client, cast, now, rows, django_assert_num_queries):
    for number in range(rows):
        drafted(cast.editor, cast.district, now, title=f"Nháp {number}")
        planned = made.draft(cast.district, title=f"Hẹn {number}")
        actions.schedule(planned, published_at=now + DAY, by=cast.editor, at=now)
        actions.add_views({made.article(cast.district).pk: 4}, by=None, at=now)
    client.force_login(cast.editor)
    client.get(HOME)
    with django_assert_num_queries(9):
        page = client.get(HOME).content.decode()
    links = [reverse("newsroom:edit", args=[article.pk]) for article in home(cast.editor, local_day(now)).desk.drafts]
    assert all(f'href="{link}"' in page for link in links)
