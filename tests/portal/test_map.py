"""Where the recognised models of a year are."""

import re

import pytest
from django.utils.html import escape

from kheo.movement.recognition.models import Recognition
from kheo.organisation.units.models import Unit

pytestmark = pytest.mark.slow


def test_the_points_and_the_table_lead_to_just_their_models(demo, client):
    Unit.objects.filter(slug="xa-yen-hoa").update(latitude="20.1234", longitude="106.0123")
    page = client.get("/ban-do/dan-van-kheo-2017/").content.decode()
    [(url, number)] = re.findall(r'<a href="([^"]+)" aria-label="Xã Yên Hòa: (\d+)">', page)
    listed = client.get(url.replace("&amp;", "&")).content.decode()
    models = set(re.findall(r'href="/mo-hinh/(\d+)-', listed))
    assert len(models) == int(number) > 0
    assert page.count(escape(url.replace("&amp;", "&"))) == 2  # the point and its line of the table


def test_every_recognised_model_stands_in_the_table(demo, client):
    page = client.get("/ban-do/dan-van-kheo-2017/").content.decode()
    [total] = re.findall(r"<tfoot>.*?<td[^>]*><a [^>]+>(\d+)</a></td>", page, re.DOTALL)
    standing = Recognition.objects.filter(registration__campaign__slug="dan-van-kheo-2017")
    assert int(total) == standing.count()


def test_a_year_that_is_not_finished_has_no_map(demo, client):
    assert client.get("/ban-do/dan-van-kheo-2026/").status_code == 404
