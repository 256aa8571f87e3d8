"""Clusters when units change: who takes the seats, what the preview says, and that undoing puts everything back."""

from datetime import date, datetime

import pytest

from kheo.foundation.accounts.models import User
from kheo.lib.dates import LOCAL
from kheo.lib.refusals import Refused
from kheo.organisation.access.models import Post
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply, undo
from kheo.organisation.changes.kit import Opening
from kheo.organisation.changes.queries import preview
from kheo.organisation.clusters.actions import arrange
from kheo.organisation.clusters.models import ClusterSeat
from kheo.organisation.clusters.queries import year_of
from kheo.organisation.units.models import Unit
from kheo.organisation.units.states import UnitKind
from tests import make
from tests.changes.test_actions import everything

pytestmark = pytest.mark.django_db
DAY, NEW_YEAR = date(2017, 7, 1), date(2017, 1, 1)
AT = datetime(2017, 7, 1, 8, tzinfo=LOCAL)
BASIS = "Nghị quyết thử"


def merged(*sources, into, on_day=DAY):
    return rules.merge(list(sources), into, on_day=on_day, basis=BASIS)


def new(cast, name="Xã Yên Mới"):
    return Opening(name=name, kind=UnitKind.COMMUNE, parent=cast.district.pk)


def seats(year=2017):
    """Return who sits where in a year: cluster, unit, head marked."""
    rows = ClusterSeat.objects.filter(year=year).select_related("cluster", "unit").order_by("cluster__name", "pk")
    return [f"{row.cluster.name}: {row.unit.name}{' *' if row.is_head else ''}" for row in rows]


def done(plan):
    """Apply a plan, take it back, hold that every row is as before, and apply it again."""
    before = everything()
    undo(apply(plan, by=None, at=AT), reason="Thử", by=chief(), at=AT)
    assert everything() == before
    return apply(plan, by=None, at=AT)


def chief():
    return User.objects.get(username="quan_tri_tinh")


@pytest.fixture
def world(cast):
    """The cast, and an administrator over the province who takes changes back."""
    user = make.user("quan_tri_tinh")
    Post.objects.create(user=user, role="administrator", unit=cast.province, valid_from=NEW_YEAR)
    return cast


def test_a_seat_goes_to_the_heir_from_the_year_of_the_change_on(world):
    for year in (2016, 2017, 2018):
        make.cluster(world.district, "Cụm", [world.hoa, world.farmers], head=world.hoa, year=year)
    done(merged(world.hoa, into=world.mac))
    assert seats(2016) == ["Cụm: Xã Yên Hòa *", "Cụm: Hội Nông dân huyện"]
    assert seats(2017) == seats(2018) == ["Cụm: Xã Yên Mạc *", "Cụm: Hội Nông dân huyện"]


def test_two_of_a_cluster_become_one_and_the_head_goes_along(world):
    make.cluster(world.district, "Cụm", [world.hoa, world.mac, world.farmers], head=world.mac)
    done(merged(world.hoa, world.mac, into=new(world)))
    assert seats() == ["Cụm: Xã Yên Mới *", "Cụm: Hội Nông dân huyện"]


def test_an_heir_that_sits_in_the_cluster_takes_over_the_head(world):
    make.cluster(world.district, "Cụm", [world.hoa, world.mac], head=world.hoa)
    done(merged(world.hoa, into=world.mac))
    assert seats() == ["Cụm: Xã Yên Mạc *"]


def test_an_heir_in_another_cluster_stays_there(world):
    make.cluster(world.district, "Cụm 1", [world.hoa, world.farmers], head=world.hoa)
    make.cluster(world.district, "Cụm 2", [world.mac])
    make.cluster(world.province, "Cụm tỉnh", [world.hoa], head=world.hoa)
    done(merged(world.hoa, into=world.mac))
    assert seats() == ["Cụm 1: Hội Nông dân huyện", "Cụm 2: Xã Yên Mạc", "Cụm tỉnh: Xã Yên Mạc *"]


def test_of_two_clusters_that_meet_at_a_new_unit_one_keeps_the_seat(world):
    make.cluster(world.district, "Cụm 1", [world.hoa])
    make.cluster(world.district, "Cụm 2", [world.mac], head=world.mac)
    done(merged(world.hoa, world.mac, into=new(world)))
    assert seats() == ["Cụm 1: Xã Yên Mới"]


def test_the_main_heir_of_a_divided_unit_takes_its_seat(world):
    make.cluster(world.district, "Cụm", [world.hoa], head=world.hoa)
    heirs = [Opening(key=key, name=f"Xã {key}", kind=UnitKind.COMMUNE, parent=world.district.pk) for key in ("n", "s")]
    done(rules.split(world.hoa, heirs, "s", on_day=DAY, basis=BASIS))
    assert seats() == ["Cụm: Xã s *"]


def test_without_a_known_heir_the_seat_waits_for_one(world):
    for year in (2016, 2017, 2018):
        make.cluster(world.district, "Cụm", [world.hoa], head=world.hoa, year=year)
    before = list(ClusterSeat.objects.values())
    done(rules.dissolve(world.hoa, None, on_day=DAY, basis=BASIS))
    assert list(ClusterSeat.objects.values()) == before
    assert [one.name for one in year_of(world.district, 2018, AT.date()).arranged[0].units] == ["Xã Yên Hòa"]
    done(rules.name_heir(world.hoa, world.mac, on_day=DAY, basis=BASIS))
    assert seats(2016) == ["Cụm: Xã Yên Hòa *"]
    assert seats(2017) == seats(2018) == ["Cụm: Xã Yên Mạc *"]


def test_a_seat_goes_on_to_the_heir_of_an_heir_that_is_named_later(world):
    make.cluster(world.district, "Cụm", [world.hoa, world.farmers], head=world.hoa, year=2018)
    apply(rules.dissolve(world.hoa, None, on_day=DAY, basis=BASIS), by=None, at=AT)
    apply(merged(world.mac, into=new(world), on_day=date(2017, 9, 1)), by=None, at=AT.replace(month=9))
    done(rules.name_heir(world.hoa, world.mac, on_day=DAY, basis=BASIS))
    assert seats(2018) == ["Cụm: Xã Yên Mới *", "Cụm: Hội Nông dân huyện"]


@pytest.mark.parametrize(
    "plan",
    [
        lambda c: rules.rename(c.hoa, "Xã Khác", on_day=DAY, basis=BASIS),
        lambda c: rules.move(c.hoa, c.province, on_day=DAY, basis=BASIS),
        lambda c: rules.split(c.hoa, [new(c)], c.hoa.pk, goes_on=True, on_day=DAY, basis=BASIS),
    ],
)
def test_a_unit_that_goes_on_keeps_its_seat(world, plan):
    make.cluster(world.district, "Cụm", [world.hoa], head=world.hoa)
    before = list(ClusterSeat.objects.values())
    done(plan(world))
    assert list(ClusterSeat.objects.values()) == before


def test_the_preview_says_which_seats_move_and_which_end(world):
    make.cluster(world.district, "Cụm 1", [world.hoa])
    make.cluster(world.district, "Cụm 1", [world.hoa], year=2018)
    make.cluster(world.district, "Cụm 2", [world.mac, world.farmers])
    told = preview(merged(world.hoa, world.mac, into=world.farmers), AT.date()).going
    moving = {(each.number, each.source, each.heir) for each in told if "cụm" in each.what.lower()}
    heir = "Hội Nông dân huyện"
    assert moving == {(1, "Xã Yên Hòa", heir), (1, "Xã Yên Mạc", heir)}
    ending = [each for each in told if "kết thúc" in each.what]
    assert [(each.number, each.source) for each in ending] == [(1, "Xã Yên Hòa")]


def test_the_preview_counts_seats_of_a_unit_that_only_will_be(world):
    make.cluster(world.district, "Cụm", [world.hoa, world.mac])
    told = preview(merged(world.hoa, world.mac, into=new(world)), AT.date()).going
    seats_told = [(each.number, each.source, each.heir) for each in told if "cụm" in each.what.lower()]
    assert seats_told == [(1, "Xã Yên Hòa", "Xã Yên Mới"), (1, "Xã Yên Mạc", "Xã Yên Mới")]


def test_a_year_that_was_arranged_anew_since_holds_the_change(world):
    cluster = make.cluster(world.district, "Cụm", [world.hoa, world.mac])
    change = apply(merged(world.hoa, world.mac, into=new(world)), by=None, at=AT)
    heir = Unit.objects.get(name="Xã Yên Mới")
    arrange(cluster, 2017, units=[heir, world.mac], head=None, by=None, at=AT)
    now = everything()
    with pytest.raises(Refused):
        undo(change, reason="Thử", by=chief(), at=AT)
    assert everything() == now


def test_whoever_came_to_a_seat_from_elsewhere_may_stay(world):
    cluster = make.cluster(world.district, "Cụm", [world.hoa, world.farmers])
    far = Opening(name="Xã Ở Xa", kind=UnitKind.COMMUNE, parent=world.province.pk)
    apply(merged(world.hoa, into=far), by=None, at=AT)
    heir = Unit.objects.get(name="Xã Ở Xa")
    arrange(cluster, 2017, units=[heir, world.farmers], head=heir, by=None, at=AT)
    assert seats() == ["Cụm: Xã Ở Xa *", "Cụm: Hội Nông dân huyện"]
