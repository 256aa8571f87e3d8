"""One page of each kind: accessible, quiet, and no wider than the screen; those of readers and editors from the
narrowest phone to the widest desk, in both looks."""

from functools import cache

import pytest
from django.urls import resolve

from kheo.faces.demo.rules import PASSWORD
from kheo.ui.context import COOKIE
from tests.browser.conftest import PHONE
from tests.crawl import walk

pytestmark = pytest.mark.browser

NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1920, "height": 1080}
DARK = "normal.high"
ROOMS = {
    "": ("portal", "kheo.project.urls.front"),
    "bientap": ("newsroom", "releases", "voice", "search"),
    "quantri": ("sites",),
    "thuongtruc": ("directives",),
}


@cache
def one_of_each(username):
    """Return the address of one page for each kind that a person can reach."""
    pages = [page for page in walk(username, "vi") if page.reading and page.answer.status_code == 200]
    sights = {resolve(page.url.partition("?")[0]).view_name: page.url for page in pages if " " not in page.url}
    return {name.replace(":", "-"): url for name, url in sorted(sights.items())}


def test_every_kind_of_page_on_a_phone(travel):
    seen, faults = set(), []
    for username in ("thuongtruc", "quantri"):
        sights = {name: url for name, url in one_of_each(username).items() if name not in seen}
        seen |= set(sights)
        faults += _faults(travel(f"all-{username}", PHONE), username, sights)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("screen", "look"),
    [(NARROW, DARK), (WIDE, ""), (WIDE, DARK)],
    ids=["320 px, dark", "1920 px", "1920 px, dark"],
)
def test_every_page_of_readers_and_editors(travel, screen, look):
    faults = []
    for username, rooms in ROOMS.items():
        sights = {name: url for name, url in one_of_each(username).items() if name.split("-")[0] in rooms}
        traveller = travel(f"look-{username or 'reader'}-{screen['width']}{look and '-dark'}", screen)
        if look:
            traveller.context.add_cookies([{"name": COOKIE, "value": look, "url": traveller.address}])
        faults += _faults(traveller, username, sights)
    assert not faults, "\n".join(faults)


def _faults(traveller, username, sights):
    if username:
        traveller.signs_in(username, PASSWORD)
    found = []
    for name, url in sights.items():
        traveller.at(url)
        try:
            traveller.passes(name)
        except AssertionError as fault:
            found.append(str(fault).partition("\nassert")[0])
            traveller.complaints.clear()
    return found
