"""The pages of clusters in a year, as the roles see them."""

import pytest
from django.urls import reverse

from kheo.movement.pledges.models import CrossCheck
from tests import make
from tests.pledges import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster(cast):
    return made.cluster(cast, cast.farmers)


def page_of(client, user, cluster, year=2017):
    client.force_login(user)
    return client.get(reverse("pledges:cluster", args=[cluster.pk, year]))


def test_units_of_the_cluster_office_and_leader_see_it_and_nobody_else(client, cast, cluster):
    other = make.cluster(cast.district, "Cụm 2", [make.unit("Xã Yên Từ", "commune", parent=cast.district)])
    for user, own, strange in (
        (cast.commune_officer, 200, 404),
        (cast.other_officer, 200, 404),
        (cast.district_office, 200, 200),
        (cast.leader, 200, 200),
        (cast.editor, 403, 403),
        (cast.stranger, 403, 403),
    ):
        got = page_of(client, user, cluster).status_code, page_of(client, user, other).status_code
        assert got == (own, strange), user
    assert page_of(client, cast.district_office, cluster, 2018).status_code == 404


def test_the_page_shows_findings_to_those_who_were_checked(client, cast, cluster):
    check = made.check(cast.hoa, cluster, cast.mac, checked_on=made.SIGNED, findings="Sổ sách rõ ràng")
    line = reverse("registers:line", args=["kiem-tra-cheo", check.pk])
    theirs = page_of(client, cast.other_officer, cluster).content.decode()
    assert "Sổ sách rõ ràng" in theirs
    assert line not in theirs
    assert line in page_of(client, cast.commune_officer, cluster).content.decode()


def test_the_head_plans_with_one_press(client, cast, cluster):
    url = reverse("pledges:plan", args=[cluster.pk, 2017])
    assert url in page_of(client, cast.commune_officer, cluster).content.decode()
    assert url not in page_of(client, cast.other_officer, cluster).content.decode()
    assert client.post(url).status_code == 403
    assert client.get(url).status_code == 405
    client.force_login(cast.commune_officer)
    assert client.post(url)["Location"] == reverse("pledges:cluster", args=[cluster.pk, 2017])
    assert CrossCheck.objects.count() == 3
    assert url not in page_of(client, cast.commune_officer, cluster).content.decode()
    client.post(url)
    assert CrossCheck.objects.count() == 3


def test_the_list_has_the_clusters_of_a_year(client, cast, cluster):
    client.force_login(cast.commune_officer)
    url = reverse("pledges:list")
    assert [row.cluster for row in client.get(url).context["rows"]] == [cluster]
    make.cluster(cast.district, "Cụm 1", [cast.mac], year=2016)
    assert [row.year for row in client.get(url, {"year": "2016"}).context["rows"]] == [2017]
    client.force_login(cast.district_office)
    assert [row.year for row in client.get(url, {"year": "2016"}).context["rows"]] == [2016]
    assert client.get(url, {"year": "9" * 30}).context["year"] == 2017


@pytest.mark.parametrize("lines", [1, 3])
def test_pages_cost_the_same_however_many_lines(client, cast, cluster, lines, django_assert_max_num_queries):
    for number in range(lines):
        made.pledge(cast.hoa, cluster, target=f"Chỉ tiêu {number}")
        unit = make.unit(f"Xã số {number}", "commune", parent=cast.district)
        make.cluster(cast.district, f"Cụm {number + 2}", [unit])
    client.force_login(cast.district_office)
    for url in (reverse("pledges:list"), reverse("pledges:cluster", args=[cluster.pk, 2017])):
        client.get(url)
        with django_assert_max_num_queries(10):
            client.get(url)
