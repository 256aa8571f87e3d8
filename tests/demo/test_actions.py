from collections import Counter
from datetime import datetime

import pytest

from kheo.faces.demo.actions import load
from kheo.lib.dates import LOCAL
from kheo.lib.refusals import Refused
from kheo.movement.registry.models import Registration
from kheo.organisation.units.models import Unit
from kheo.outlets.newsroom.models import Article
from kheo.outlets.tables.kit import again
from kheo.outlets.tables.models import MadeTable, TableForm
from kheo.outlets.voice.models import Comment
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
AT = datetime(2026, 11, 23, 8, 0, tzinfo=LOCAL)


def test_load_counts_as_the_news_of_2018_tells():
    load(at=AT)
    counted = Registration.objects.filter(campaign__slug="dan-van-kheo-2017").counted()
    assert Counter(counted.values_list("field__slug", flat=True)) == {
        "economy": 52,
        "culture_society": 56,
        "defence_security": 20,
        "political_system": 10,
    }
    table = again(MadeTable.objects.get().content)
    assert table.lines[-1].cells[0].number == 138
    assert TableForm.objects.count() == 2
    news = Article.objects.get(published_at__date="2018-01-18")
    assert news.views.count == 89
    assert Comment.objects.filter(article=news, state="shown").count() == 10


def test_load_refuses_a_database_in_use():
    make.unit("Huyện Kim Sơn", "district")
    with pytest.raises(Refused):
        load(at=AT)
    assert Unit.objects.count() == 1


def test_load_refuses_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(Refused):
        load(at=AT)
