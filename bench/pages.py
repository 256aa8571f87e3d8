"""The pages that are measured, each with its exact number of queries."""

from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.run import best_of
from kheo.foundation.accounts.models import User
from kheo.machinery.books.queries.tables import EACH_UNIT, cross_table
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.recognition.models import Recognition
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import COUNTED, State
from kheo.outlets.newsroom.models import Article
from kheo.ui.lists import _mark

PAGE = 50


@dataclass(frozen=True)
class Page:
    """A page to measure, as a reader or as the standing office."""

    name: str
    path: str
    cookie: str = ""

    def queries(self) -> int:
        """Return how many queries the warm page takes."""
        client = Client(headers={"Cookie": self.cookie} if self.cookie else None, HTTP_HOST="127.0.0.1")
        client.get(self.path)
        with CaptureQueriesContext(
            connection,
        ) as taken:
            answer = client.get(self.path)
        assert answer.status_code == 200, (self.path, answer.status_code)
        return len(taken)


def all_pages() -> list[Page]:
    """Return the pages of the issue: article, model, list, statistics, search."""
    office = _signed_in("thuongtruc")
    article = Article.objects.order_by("pk").first()
    recognised = Registration.objects.filter(state=State.RECOGNISED).select_related("exemplar").order_by("pk").first()
    assert article
    assert recognised
    register = f"{reverse('registry:list')}?campaign=mau-2017"
    return [
        Page("front page", "/"),
        Page("article", reverse("portal:article", args=[article.pk, article.slug])),
        Page("model", reverse("portal:model", args=[recognised.pk, recognised.exemplar.slug])),
        Page("list of models", reverse("portal:models")),
        Page("search, public", f"{reverse('portal:search')}?q=doan+duong+tu+quan"),
        Page("workspace list, page 1", register, office),
        Page("workspace list, page 1,000", f"{register}&after={_place(1_000)}", office),
        Page("statistics, by district", f"{reverse('reports:statistics')}?campaign=mau-2017", office),
        Page("search, workspace", f"{reverse('workspace:search')}?q=doan+duong+tu+quan", office),
        Page("home of the standing office", reverse("workspace:home"), office),
    ]


def _signed_in(username: str) -> str:
    """Return the cookie of a session of that person."""
    user = User.objects.get(username=username)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _place(page: int) -> str:
    """Return the mark in the address of a page of the register, newest first."""
    rows = Registration.objects.exclude(state=State.CANCELLED).order_by("-updated_at", "-pk")
    place = min((page - 1) * PAGE, rows.count() - PAGE) - 1  # a small trial has fewer pages
    mark: str = _mark(rows[place], ("-updated_at", "-pk"))
    return mark


def late_page_of_models(page: int, size: int = 30) -> str:
    """Return the address of a page of the public list of models, newest first."""
    rows = Recognition.objects.order_by("-pk")
    place = min((page - 1) * size, rows.count() - size) - 1  # a small trial has fewer pages
    return f"{reverse('portal:models')}?after={_mark(rows[place], ('-pk',))}"


def statistics_against_sql() -> None:
    """Print the time of the statistics table of every unit beside the bare SQL of the same counts."""
    campaign = Campaign.objects.select_related("unit").get()
    scope = scope_of(campaign, campaign.unit)
    marks = ", ".join(["%s"] * len(COUNTED))
    sql = (
        "SELECT unit_id, field_id, owner_kind, count(*) FROM registry_registration "
        f"WHERE campaign_id = %s AND state IN ({marks}) GROUP BY unit_id, field_id, owner_kind"
    )

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, [campaign.pk, *COUNTED])
            cursor.fetchall()

    raw = best_of(5, bare)
    for rows, lines in (("below", None), (EACH_UNIT, 100), (EACH_UNIT, None)):
        part = slice(0, lines)  # the page shows a hundred lines, the workbook all
        ours = best_of(
            5, lambda rows=rows, part=part: cross_table("registered", scope, ("field", "owner_kind"), rows, part)
        )
        told = f"statistics table, rows={rows}, lines {lines or 'all'}"
        print(f"{told}: {ours:.3f} s, bare SQL {raw:.3f} s, ratio {ours / raw:.2f}")
