"""Rooms are read when they are asked for."""

import subprocess
import sys
from importlib import import_module

from kheo.project.urls import Room, urlpatterns

OPENS_THE_FRONT_PAGE = """
import sys, django
django.setup()
from django.test import RequestFactory
from django.urls import resolve, reverse
assert resolve("/tin/").view_name == "portal:news"
assert reverse("portal:models") == "/mo-hinh/"
print(sorted(name for name in sys.modules if name.startswith("kheo.") and name.endswith(".web.views")))
"""


def test_the_name_of_a_room_is_its_own():
    rooms = [each for each in urlpatterns if isinstance(each, Room)]
    assert len(rooms) > 20
    assert [import_module(each.urlconf_name).app_name for each in rooms] == [each.app_name for each in rooms]


def test_who_asks_for_the_portal_does_not_load_the_workspace():
    """Only where one signs in is known at once: it has no room's name."""
    asked = [sys.executable, "-W", "ignore", "-c", OPENS_THE_FRONT_PAGE]
    told = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "['kheo.foundation.accounts.web.views']"
