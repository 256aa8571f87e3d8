from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.refusals import Stale
from kheo.organisation.changes import rules as changes
from kheo.organisation.changes.actions import apply
from kheo.organisation.clusters.actions import NotArranged, arrange, carry_over, rename_cluster, set_up_cluster
from kheo.organisation.clusters.models import Cluster, ClusterSeat
from kheo.organisation.clusters.rules import Seating, seating_of
from kheo.organisation.clusters.states import Heads
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.NOW.replace(year=2018)


def sitting(cluster, year=2017):
    """Return the names of who sits, the head marked."""
    rows = ClusterSeat.objects.filter(cluster=cluster, year=year).order_by("unit__sort_key")
    return [f"{row.unit.name}{' *' if row.is_head else ''}" for row in rows.select_related("unit")]


def acts():
    return list(AuditEvent.objects.filter(act__startswith="clusters.").values_list("act", flat=True).order_by("pk"))


def against(call):
    with pytest.raises(NotArranged) as told:
        call()
    return " ".join(told.value.reasons)


@pytest.fixture
def said(cast):
    return {"by": cast.district_office, "at": make.NOW}


def test_a_cluster_is_set_up_once(cast, said):
    one, two = set_up_cluster(cast.district, " Cụm  1 ", **said), set_up_cluster(cast.district, "Cụm 1", **said)
    assert (one, one.name, Cluster.objects.count(), acts()) == (two, "Cụm 1", 1, ["clusters.set_up"])
    assert "Cụm 1" in against(lambda: set_up_cluster(cast.district, "cụm 1", **said))
    assert against(lambda: set_up_cluster(cast.district, "  ", **said))
    assert set_up_cluster(cast.province, "Cụm 1", by=None, at=make.NOW) != one


def test_a_cluster_is_renamed_and_keeps_its_years(cast, said):
    cluster = make.cluster(cast.district, "Cụm 1", [cast.hoa])
    make.cluster(cast.district, "Cụm 2")
    assert "Cụm 2" in against(lambda: rename_cluster(cluster, "Cụm 2", **said))
    before = acts()
    rename_cluster(cluster, "Cụm xã phía Bắc", **said)
    rename_cluster(cluster, "Cụm xã phía Bắc", **said)
    assert (Cluster.objects.get(pk=cluster.pk).name, sitting(cluster)) == ("Cụm xã phía Bắc", ["Xã Yên Hòa"])
    assert acts() == [*before, "clusters.rename"]
    assert rename_cluster(cluster, "CỤM XÃ PHÍA BẮC", **said).name == "CỤM XÃ PHÍA BẮC"


def test_a_year_is_arranged_whole(cast, said):
    cluster = make.cluster(cast.district)
    assert arrange(cluster, 2017, units=[cast.hoa, cast.mac], head=cast.mac, **said)
    kept = ClusterSeat.objects.get(unit=cast.mac).pk
    assert arrange(cluster, 2017, units=[cast.mac, cast.farmers], head=cast.farmers, **said)
    assert sitting(cluster) == ["Xã Yên Mạc", "Hội Nông dân huyện *"]
    assert ClusterSeat.objects.get(unit=cast.mac).pk == kept
    told = AuditEvent.objects.latest("pk").data
    assert told == {"year": 2017, "came": [cast.farmers.pk], "left": [cast.hoa.pk], "head": cast.farmers.pk}
    assert sitting(cluster, 2016) == sitting(cluster, 2018) == []


def test_the_same_list_twice_changes_nothing(cast, said):
    cluster = make.cluster(cast.district)
    assert arrange(cluster, 2017, units=[cast.hoa, cast.mac], head=cast.mac, **said)
    before = list(ClusterSeat.objects.values()), acts()
    seen_by_somebody_else = Seating()
    assert not arrange(cluster, 2017, units=[cast.mac, cast.hoa], head=cast.mac, after=seen_by_somebody_else, **said)
    assert (list(ClusterSeat.objects.values()), acts()) == before


def test_a_cluster_is_dissolved_for_a_year_and_kept_in_others(cast, said):
    cluster = make.cluster(cast.district, units=[cast.hoa], head=cast.hoa, year=2016)
    arrange(cluster, 2017, units=[cast.hoa], head=None, **said)
    assert arrange(cluster, 2017, units=[], head=None, **said)
    assert (sitting(cluster, 2016), sitting(cluster, 2017)) == (["Xã Yên Hòa *"], [])
    assert Cluster.objects.filter(pk=cluster.pk).exists()


def test_who_was_overtaken_is_told(cast, said):
    cluster = make.cluster(cast.district, units=[cast.hoa])
    read = seating_of(cluster.seats.all())
    arrange(cluster, 2017, units=[cast.mac], head=None, after=read, **said)
    with pytest.raises(Stale):
        arrange(cluster, 2017, units=[cast.hoa, cast.farmers], head=None, after=read, **said)
    assert sitting(cluster) == ["Xã Yên Mạc"]


def test_every_reason_against_a_list_is_told_at_once(cast, said):
    make.cluster(cast.district, "Cụm 1", [cast.hoa])
    cluster = make.cluster(cast.district, "Cụm 2")
    far = make.unit("Xã Ở Xa", parent=cast.province)
    told = against(lambda: arrange(cluster, 2017, units=[cast.hoa, far], head=cast.mac, **said))
    assert all(name in told for name in ("Xã Yên Mạc", "Xã Ở Xa", "Xã Yên Hòa", "Cụm 1"))
    assert "2018" in against(lambda: arrange(cluster, 2019, units=[cast.mac], head=None, **said))
    assert against(lambda: arrange(cluster, 2017, units=[cast.district], head=None, **said))
    assert sitting(cluster) == []


def test_a_unit_sits_in_clusters_of_two_bodies_and_in_two_years(cast):
    make.cluster(cast.district, "Cụm 1", [cast.hoa], year=2016)
    make.cluster(cast.district, "Cụm 2", [cast.hoa], year=2017)
    make.cluster(cast.province, "Cụm xã", [cast.hoa], year=2017)
    assert ClusterSeat.objects.filter(unit=cast.hoa).count() == 3


def test_the_database_itself_holds_that_a_unit_sits_once(cast):
    one, two = make.cluster(cast.district, "Cụm 1", [cast.hoa]), make.cluster(cast.district, "Cụm 2", [cast.mac])
    for wrong in ({"cluster": two, "unit": cast.hoa}, {"cluster": one, "unit": cast.hoa}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ClusterSeat.objects.create(body=cast.district, year=2017, **wrong)
    ClusterSeat.objects.filter(unit=cast.hoa).update(is_head=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClusterSeat.objects.create(body=cast.district, year=2017, cluster=one, unit=cast.farmers, is_head=True)


def test_a_unit_stands_below_the_body_on_some_day_of_the_year(cast, said):
    young = make.unit("Xã Trẻ", parent=cast.district, since=date(2017, 12, 31))
    cluster = make.cluster(cast.district)
    assert "Xã Trẻ" in against(lambda: arrange(cluster, 2016, units=[young], head=None, **said))
    assert arrange(cluster, 2017, units=[young], head=None, **said)


@pytest.mark.parametrize("who", ["commune_officer", "leader", "editor", "administrator", "stranger"])
def test_only_the_standing_office_arranges(cast, who):
    cluster, said = make.cluster(cast.district), {"by": getattr(cast, who), "at": make.NOW}
    for act in (
        lambda: set_up_cluster(cast.district, "Cụm 2", **said),
        lambda: rename_cluster(cluster, "Cụm 2", **said),
        lambda: arrange(cluster, 2017, units=[cast.hoa], head=None, **said),
        lambda: carry_over(cast.district, 2017, heads=Heads.NEXT, **said),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert (Cluster.objects.count(), ClusterSeat.objects.count()) == (1, 0)


def test_nobody_arranges_for_the_body_above(cast, said):
    with pytest.raises(PermissionDenied):
        set_up_cluster(cast.province, "Cụm", **said)


# Carrying over ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("heads", "first"), [(Heads.NEXT, "Xã Yên Mạc *"), (Heads.LATER, "Xã Yên Mạc")])
def test_clusters_are_carried_over_with_the_next_head_or_none(cast, said, heads, first):
    cluster = make.cluster(cast.district, units=[cast.hoa, cast.mac], head=cast.hoa)
    block = make.cluster(cast.district, "Khối", [cast.farmers])
    said["at"] = LATER
    assert len(carry_over(cast.district, 2018, heads=heads, **said)) == 2
    assert sitting(cluster, 2018) == ["Xã Yên Hòa", first]
    assert sitting(block, 2018) == ["Hội Nông dân huyện *" if heads == Heads.NEXT else "Hội Nông dân huyện"]
    assert sitting(cluster, 2017) == ["Xã Yên Hòa *", "Xã Yên Mạc"]
    before = list(ClusterSeat.objects.values()), acts()
    assert carry_over(cast.district, 2018, heads=heads, **said) == []
    assert (list(ClusterSeat.objects.values()), acts()) == before


def test_what_is_arranged_already_is_left_alone(cast, said):
    one = make.cluster(cast.district, "Cụm 1", [cast.hoa, cast.mac], head=cast.hoa)
    two = make.cluster(cast.district, "Cụm 2", [cast.farmers])
    make.cluster(cast.district, "Cụm 2", [cast.farmers, cast.mac], year=2018)
    (carried,) = carry_over(cast.district, 2018, heads=Heads.NEXT, **said)
    assert (carried.cluster, carried.left_out) == (one, [cast.mac])
    assert (sitting(one, 2018), sitting(two, 2018)) == (["Xã Yên Hòa *"], ["Xã Yên Mạc", "Hội Nông dân huyện"])


def test_the_heir_is_carried_over_for_a_unit_that_ended(cast, said):
    cluster = make.cluster(cast.district, units=[cast.hoa, cast.farmers], head=cast.hoa)
    day = {"on_day": date(2018, 2, 1), "basis": "Nghị quyết thử"}
    apply(changes.merge([cast.hoa], cast.mac, **day), by=None, at=LATER)
    said["at"] = LATER
    carry_over(cast.district, 2018, heads=Heads.NEXT, **said)
    assert sitting(cluster, 2018) == ["Xã Yên Mạc *", "Hội Nông dân huyện"]
    assert sitting(cluster, 2017) == ["Xã Yên Hòa *", "Hội Nông dân huyện"]


def test_who_ended_without_an_heir_or_left_the_body_stays_behind(cast, said):
    cluster = make.cluster(cast.district, units=[cast.hoa, cast.mac, cast.farmers])
    apply(changes.dissolve(cast.hoa, None, on_day=date(2018, 2, 1), basis="Thử"), by=None, at=LATER)
    apply(changes.move(cast.mac, cast.province, on_day=date(2017, 12, 31), basis="Thử"), by=None, at=LATER)
    said["at"] = LATER
    (carried,) = carry_over(cast.district, 2018, heads=Heads.LATER, **said)
    assert carried.left_out == [cast.hoa, cast.mac]
    assert sitting(cluster, 2018) == ["Hội Nông dân huyện"]


def test_nothing_is_carried_over_from_an_empty_year_or_too_far(cast, said):
    assert "2016" in against(lambda: carry_over(cast.district, 2017, heads=Heads.NEXT, **said))
    make.cluster(cast.district, units=[cast.hoa], year=2018)
    assert "2018" in against(lambda: carry_over(cast.district, 2019, heads=Heads.NEXT, **said))
