from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from kheo.foundation.audit.models import AuditEvent
from kheo.foundation.files.models import StoredFile
from kheo.lib.refusals import Refused, Stale
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation
from kheo.outlets.newsroom.models import Edition
from kheo.outlets.sites.actions import NotOpened, amend_site, close_site, open_site
from kheo.outlets.sites.models import Site
from tests.sites.made import HOSTS, NOW, facts, site


@pytest.fixture(autouse=True)
def names(settings):
    settings.ALLOWED_HOSTS = HOSTS


def acts():
    return list(AuditEvent.objects.filter(act__startswith="sites.").order_by("pk").values_list("act", flat=True))


def edition():
    return Edition.objects.values_list("number", flat=True).first() or 0


def test_open_site_keeps_records_and_makes_pages_anew(cast):
    before = edition()
    made = site(cast.hoa, by=cast.administrator, host=" HTTPS://Hoa.xa.example.vn/ ", colour="#0B4F8A")
    assert (made.host, made.colour, made.version) == ("hoa.xa.example.vn", "#0b4f8a", 1)
    assert acts() == ["sites.open_site"]
    assert edition() == before + 1
    assert made.history.count() == 1


def test_open_site_twice_is_one(cast):
    assert site(cast.hoa).pk == site(cast.hoa).pk
    assert acts() == ["sites.open_site"]
    with pytest.raises(NotOpened, match="Xã Yên Hòa đã có trang riêng"):
        site(cast.hoa, host="khac.xa.example.vn")


def test_open_site_tells_all_that_is_against_at_once(cast):
    site(cast.mac, host="mac.xa.example.vn")
    with pytest.raises(NotOpened) as refused:
        site(cast.hoa, host="mac.xa.example.vn", name=" ", responsible="", colour="#ffff00", phone="")
    assert len(refused.value.reasons) == 5
    assert Site.objects.count() == 1


@pytest.mark.parametrize("who", ["commune_officer", "district_office", "leader", "editor", "stranger"])
def test_only_an_administrator_of_the_unit_keeps_sites(cast, who):
    by, made = getattr(cast, who), site(cast.hoa)
    for act in (
        lambda: open_site(facts(cast.mac, host="mac.xa.example.vn"), by=by, at=NOW),
        lambda: amend_site(made, facts(cast.hoa, name="Khác"), version=1, by=by, at=NOW),
        lambda: close_site(made, by=by, at=NOW),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert acts() == ["sites.open_site"]


def test_amend_site_says_what_changed_and_refuses_what_somebody_else_overtook(cast):
    made = site(cast.hoa)
    amend_site(made, facts(cast.hoa, name="Tên mới"), version=1, by=cast.administrator, at=NOW)
    assert AuditEvent.objects.latest("pk").data["changed"] == ["name"]
    with pytest.raises(Stale):
        amend_site(made, facts(cast.hoa, name="Tên khác"), version=1, by=cast.administrator, at=NOW)
    amend_site(made, facts(cast.hoa, name="Tên mới"), version=1, by=cast.administrator, at=NOW)
    assert acts() == ["sites.open_site", "sites.amend_site"]
    assert [row.name for row in made.history.order_by("history_id")] == ["Dân vận khéo xã Yên Hòa", "Tên mới"]


def test_the_unit_of_a_site_stays(cast):
    made = site(cast.hoa)
    amend_site(made, facts(cast.mac, name="Tên mới"), version=1, by=None, at=NOW)
    assert Site.objects.get().unit == cast.hoa


def test_a_refused_site_keeps_no_logo(cast):
    logo = SimpleUploadedFile("logo.txt", b"x")
    with pytest.raises(Refused):
        site(cast.hoa, logo=logo)
    with pytest.raises(Refused):
        site(cast.hoa, logo=logo, colour="#ffffff")
    assert (StoredFile.objects.count(), Site.objects.count()) == (0, 0)


def test_close_site_frees_unit_and_name_and_done_again_does_nothing(cast):
    made, before = site(cast.hoa), edition()
    close_site(made, by=cast.administrator, at=NOW)
    close_site(replaced(made), by=cast.administrator, at=NOW)
    assert acts() == ["sites.open_site", "sites.close_site"]
    assert edition() == before + 1
    assert site(cast.mac).host == made.host


def replaced(made):
    return Site(pk=made.pk or 10**6, unit=made.unit, host=made.host)


def test_the_public_address_is_for_the_body_of_the_installation(cast, settings):
    settings.PUBLIC_URL = "https://main.example.vn"
    with pytest.raises(NotOpened, match="trang chính"):
        site(cast.hoa, host="main.example.vn")
    install(Installation(unit=cast.district, portal_name="A", issuer_name="B", place_name="C"), by=None, at=NOW)
    assert site(cast.district, host="main.example.vn").host == "main.example.vn"


def test_a_site_needs_a_way_to_reach_it_only_once_it_is_open(cast):
    hidden = replace(facts(cast.hoa, phone=""), is_shown=False)
    made = open_site(hidden, by=None, at=NOW)
    with pytest.raises(NotOpened, match="địa chỉ, số điện thoại hoặc thư điện tử"):
        amend_site(made, replace(hidden, is_shown=True), version=1, by=None, at=NOW)
