"""Rooms are read when they are asked for, and so is what they declare (docs/decisions/0027)."""

import subprocess
import sys
from importlib import import_module

import pytest
from django.apps import apps
from django.db.models.signals import pre_migrate
from django.urls import URLPattern, get_resolver

from kheo.project.urls import Room, urlpatterns
from kheo.ui.declared import modules

LATE = ("kheo.outlets.portal.", "kheo.foundation.accounts.", "kheo.movement.certificates.web.public", "allauth.")
OPENS_AN_ARTICLE = """
import sys, django
django.setup()
from django.test import RequestFactory
from django.urls import resolve, reverse
assert resolve("/tin/").view_name == "portal:news"
assert reverse("portal:models") == "/mo-hinh/"
assert reverse("account_login")
import kheo.outlets.portal.web.news, kheo.outlets.portal.templatetags.portal
ours = {name for name in sys.modules if name.startswith("kheo.")}
declare = ("sheets", "figures", "search", "reminders", "receivers", "jobs")
unread = {name for name in ours if name.split(".")[3:4] in [[each] for each in declare]}
views = {name for name in ours if name.endswith(".web.views")}
slow = {"rapidfuzz", "lxml", "nh3", "cryptography", "python_calamine", "allauth.account.views"} & set(sys.modules)
print(sorted(unread | views | slow))
"""


def test_the_name_of_a_room_is_its_own():
    rooms = [each for each in urlpatterns if isinstance(each, Room)]
    assert len(rooms) > 20
    assert [import_module(each.urlconf_name).app_name for each in rooms] == [each.app_name for each in rooms]


def views(resolver):
    for each in resolver.url_patterns:
        yield from [each.callback] if isinstance(each, URLPattern) else views(each)


def test_a_view_that_is_read_late_is_there():
    late = [view for view in views(get_resolver()) if view.__module__.startswith(LATE)]
    assert len(late) > 50
    assert [view for view in late if not callable(getattr(import_module(view.__module__), view.__name__, None))] == []


@pytest.mark.slow
def test_who_reads_an_article_loads_nothing_of_the_workspace():
    asked = [sys.executable, "-W", "ignore", "-c", OPENS_AN_ARTICLE]
    told = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_what_rooms_bring_along_is_there_when_tables_are_made(monkeypatch):
    read = []
    monkeypatch.setattr(type(modules("receivers")), "read", lambda self: read.append(self))
    pre_migrate.send(apps.get_app_config("search"))
    assert read == [modules("receivers")]
