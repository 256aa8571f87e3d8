"""One page of each kind on a phone: accessible, quiet, and no wider than the screen."""

import pytest
from django.urls import resolve

from kheo.faces.demo.rules import PASSWORD
from tests.browser.conftest import PHONE
from tests.crawl import walk

pytestmark = pytest.mark.browser


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
    assert faults == []


def _faults(traveller, username, sights):
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
