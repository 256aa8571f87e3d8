"""The sections of the portal: who arranges them, and what readers then find."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kheo.foundation.audit.models import AuditEvent
from kheo.machinery.search.models import Entry
from kheo.organisation.access.actions import appoint
from kheo.organisation.access.states import Role
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.actions import NotPublishable
from kheo.outlets.newsroom.models import Edition, Section
from tests import make
from tests.newsroom.test_web import BACKEND, desk  # noqa: F401 -- a fixture
from tests.portal import made
from tests.portal.made import NOW

DESK = "/lam-viec/cong-thong-tin/chuyen-muc/"


@pytest.fixture(autouse=True)
def here(cast):
    install(Installation(unit=cast.district, portal_name="Yên Mô"), by=None, at=make.NOW)


def add(by, name):
    return actions.add_section(name=name, by=by, at=NOW)


def names():
    return [section.name for section in Section.objects.all()]


def test_add_section_puts_it_behind_the_others_with_an_address_of_its_own(cast):
    first, second = add(cast.editor, "Tin  hoạt động "), add(cast.editor, "Tin hoạt đông")
    assert names() == ["Tin hoạt động", "Tin hoạt đông"]
    assert (first.slug, second.slug) == ("tin-hoat-dong", "tin-hoat-dong-2")
    assert AuditEvent.objects.filter(act="newsroom.open_section").count() == 2
    for name in ("", "   ", "TIN HOẠT ĐỘNG", "x" * 61):
        with pytest.raises(NotPublishable):
            add(cast.editor, name)
    assert len(names()) == 2


def test_rename_section_keeps_its_address_and_tells_search_and_readers(cast):
    section = add(cast.editor, "Tin hoạt động")
    article = made.article(cast.district, section=section)
    before = Edition.objects.get().number
    actions.rename_section(section, name="Tin phong trào", by=cast.editor, at=NOW)
    section.refresh_from_db()
    assert (section.name, section.slug) == ("Tin phong trào", "tin-hoat-dong")
    assert Entry.objects.get(kind="article", object_id=article.pk).shelf == "Tin phong trào"
    assert Edition.objects.get().number > before
    actions.rename_section(section, name="Tin phong trào", by=cast.editor, at=NOW)  # its own name is no other's
    add(cast.editor, "Từ cơ sở")
    with pytest.raises(NotPublishable, match="tên này"):
        actions.rename_section(section, name="từ cơ sở", by=cast.editor, at=NOW)


def test_shift_section_moves_it_one_place_and_the_ends_stay(cast):
    one, two, three = (add(cast.editor, name) for name in ("Một", "Hai", "Ba"))
    actions.shift_section(three, up=True, by=cast.editor, at=NOW)
    assert names() == ["Một", "Ba", "Hai"]
    actions.shift_section(one, up=True, by=cast.editor, at=NOW)
    actions.shift_section(two, up=False, by=cast.editor, at=NOW)
    assert names() == ["Một", "Ba", "Hai"]
    assert AuditEvent.objects.filter(act="newsroom.shift_section").count() == 1


def test_take_down_section_refuses_while_an_article_or_draft_stands_in_it(cast):
    section, empty = add(cast.editor, "Tin hoạt động"), add(cast.editor, "Thử")
    made.draft(cast.district, section=section)
    with pytest.raises(NotPublishable, match="còn 1 bài"):
        actions.take_down_section(section, by=cast.editor, at=NOW)
    actions.take_down_section(empty, by=cast.editor, at=NOW)
    assert names() == ["Tin hoạt động"]


def test_only_who_edits_for_the_whole_body_arranges_sections(cast, client):
    section = add(cast.editor, "Tin hoạt động")
    local = make.user("bien_tap_xa")
    appoint(local, role=Role.EDITOR, unit=cast.hoa, valid_from=date(2017, 1, 1), by=None, at=make.NOW)
    for nobody in (local, cast.commune_officer, cast.leader):
        with pytest.raises(PermissionDenied):
            add(nobody, "Khác")
        with pytest.raises(PermissionDenied):
            actions.shift_section(section, up=True, by=nobody, at=NOW)
        client.force_login(nobody, backend=BACKEND)
        assert client.get(DESK).status_code == 403
        assert client.post(f"{DESK}{section.pk}/sap-xep/", {"do": "take_down"}).status_code == 403
    client.force_login(local, backend=BACKEND)
    assert DESK not in client.get(reverse("newsroom:articles")).content.decode()
    assert names() == ["Tin hoạt động"]


def test_the_desk_adds_names_arranges_and_takes_down(cast, desk):  # noqa: F811 -- the fixture
    assert "Chưa có chuyên mục nào" in desk.get(DESK).content.decode()
    for name in ("Tin hoạt động", "Từ cơ sở"):
        assert desk.post(DESK, {"name": name}).status_code == 302
    twice = desk.post(DESK, {"name": "Từ cơ sở"})
    assert twice.status_code == 422
    assert "Đã có chuyên mục tên này." in twice.content.decode()
    first, second = Section.objects.all()
    made.article(cast.district, section=first)
    desk.post(f"{DESK}{second.pk}/sap-xep/", {"do": "up"})
    desk.post(f"{DESK}{second.pk}/", {"name": "Tin cơ sở"})
    assert names() == ["Tin cơ sở", "Tin hoạt động"]
    desk.post(f"{DESK}{first.pk}/sap-xep/", {"do": "take_down"})
    assert "còn 1 bài" in desk.get(DESK).content.decode()
    desk.post(f"{DESK}{second.pk}/sap-xep/", {"do": "take_down"})
    assert names() == ["Tin hoạt động"]
    assert DESK in desk.get(reverse("newsroom:articles")).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(cast, desk, rows, django_assert_max_num_queries):  # noqa: F811
    for number in range(rows):
        made.article(cast.district, section=add(cast.editor, f"Mục {number}"))
    desk.get(DESK)
    with django_assert_max_num_queries(9):
        desk.get(DESK)
