"""Lists of rooms, narrowed by words as search finds them."""

import unicodedata

import pytest

from kheo.machinery.search.actions import rebuild
from kheo.machinery.search.models import Entry
from kheo.machinery.search.queries.lists import having
from kheo.movement.registry import actions
from kheo.movement.registry.models import Registration
from kheo.movement.registry.queries import called
from tests import make


def names(text):
    return set(called(Registration.objects.all(), text).values_list("exemplar__name", flat=True))


@pytest.fixture
def models(cast):
    """Return who writes models: `write(name, …)`."""
    campaign = make.campaign(cast.district)

    def write(name, unit=cast.hoa, by=cast.commune_officer, **said):
        return make.registration(campaign, unit, by, name=name, **said)

    return write


ROAD = "Đoạn đường tự quản"


@pytest.mark.parametrize(
    "asked",
    [
        "doan duong",
        "đoạn đường",
        "ĐOẠN ĐƯỜNG",
        unicodedata.normalize("NFD", "đoạn đường"),
        "đường đoạn",
        "doan duo",
        "duong yen hoa",  # the unit's name counts too
        "(đoạn) – đường;",
    ],
)
def test_a_model_is_in_the_list_however_its_name_is_typed(models, cast, asked):
    models(ROAD)
    models("Vườn mẫu", cast.mac, cast.other_officer)
    assert names(asked) == {ROAD}


@pytest.mark.parametrize("asked", ["oan", "uong tu", "doan duong hoa binh", "tưới tiêu", "tu duong d", "khéo"])
def test_what_stands_within_words_or_in_other_words_of_the_record_is_not_found(models, asked):
    models(ROAD, particulars={"purpose": "Để tưới tiêu"})
    assert names(asked) == set()


def test_nothing_typed_narrows_nothing_and_nothing_that_is_typed_is_syntax(models):
    models(ROAD)
    assert names("") == names(" – “”") == {ROAD}
    for asked in ('doan" OR "x', "doan' | 'x", "doan*", "NOT doan", "doan:*", "%", "doan_duong\x00"):
        assert names(asked) <= {ROAD}
    assert names("%oan") == set()


def test_a_new_name_is_found_and_the_old_one_no_longer(models, cast):
    road = models(ROAD)
    facts = make.facts(road.campaign, name="Tuyến phố văn minh")
    actions.amend(road, facts, version=road.version, by=cast.commune_officer, at=make.NOW)
    assert (names("doan duong"), names("tuyen pho")) == (set(), {"Tuyến phố văn minh"})


def test_only_the_kind_that_is_asked_for_narrows_a_list(models):
    models(ROAD)
    Entry.objects.update(kind="other")
    assert names("doan duong") == set()
    assert having(Registration.objects.all(), "other", "doan duong").count() == 1


def test_the_index_made_anew_says_the_same(models):
    models(ROAD)
    before = list(Entry.objects.filter(kind="registration").values_list("tokens", flat=True))
    rebuild("registration")
    assert list(Entry.objects.filter(kind="registration").values_list("tokens", flat=True)) == before
    assert names("doan duong") == {ROAD}


def test_narrowing_costs_no_question_more(models, django_assert_num_queries):
    models(ROAD)
    with django_assert_num_queries(1):
        assert len(called(Registration.objects.all(), "doan duong")) == 1
