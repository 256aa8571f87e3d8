"""The register as a workbook, where others changed it on the web meanwhile."""

import io
import random
from dataclasses import replace

import openpyxl
import pytest
from django.urls import reverse

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.refusals import Refused, Stale
from kheo.machinery.intake.actions import NotApplied, apply, check, decide
from kheo.machinery.intake.queries import write_form, write_marked
from kheo.movement.registry.actions import amend
from kheo.movement.registry.models import Registration
from kheo.movement.registry.rules import facts_of
from tests import make
from tests.intake import book
from tests.registry.test_roundtrip import NAMES, PLACE, rows_of, send, write

pytestmark = pytest.mark.django_db
NAME, OTHER = "Đường hoa", "Nguồn lực"
HEADINGS = {"place": PLACE, "resources": OTHER}
ORIGIN = "Bản lúc tải về"


@pytest.fixture
def registered(cast):
    campaign = make.campaign(cast.district)
    return {name: make.registration(campaign, cast.hoa, cast.commune_officer, name=name) for name in NAMES}


@pytest.fixture
def said(cast):
    return book.occasion(cast.commune_officer, cast.hoa)


@pytest.fixture
def opened(registered, said, tmp_path):
    path = tmp_path / "so.xlsx"
    write_form(path, book.sheet(), said, is_filled=True)
    return openpyxl.load_workbook(path)


@pytest.fixture
def on_the_web(registered, cast):
    """Change a registration as another officer does it on the page."""

    def changing(name, **texts):
        now = Registration.objects.select_related("campaign", "unit", "exemplar", "field", "particulars")
        found = now.get(pk=registered[name].pk)
        facts = facts_of(found)
        place = texts.pop("place", facts.place)
        facts = replace(facts, place=place, particulars={**(facts.particulars or {}), **texts})
        amend(found, facts, version=found.version, by=cast.commune_officer, at=make.NOW)

    return changing


@pytest.fixture
def clash(opened, on_the_web, said):
    """A file with one row in which both sides changed the place, and the file alone the resources."""
    on_the_web(NAME, place="Thôn Tây")
    write(opened, rows_of(opened)[NAME], **{PLACE: "Thôn Đông", OTHER: "5 triệu đồng"})
    return send(opened, said)


def says(registered, name=NAME):
    facts = facts_of(
        Registration.objects.select_related("exemplar", "field", "particulars").get(pk=registered[name].pk)
    )
    return facts.place, facts.particulars["resources"]


def test_the_download_is_kept_on_a_sheet_that_no_menu_shows(opened):
    assert opened[ORIGIN].sheet_state == "veryHidden"


def test_what_both_changed_is_asked_with_three_texts_and_what_one_changed_is_not(clash):
    row = clash.rows.get(verdict="conflict")
    assert (row.base["place"], row.theirs, row.values["place"]) == ("", {"place": "Thôn Tây"}, "Thôn Đông")
    assert row.before == {"place": "Thôn Tây", "resources": ""}
    assert clash.counts == {"new": 0, "changed": 0, "same": len(NAMES) - 1, "conflict": 1, "refused": 0}


def test_nothing_is_entered_before_somebody_has_decided(clash, registered, cast):
    with pytest.raises(NotApplied):
        apply(clash, hand_in=False, by=cast.commune_officer, at=make.NOW)
    assert says(registered) == ("Thôn Tây", "")


@pytest.mark.parametrize(("side", "place"), [("register", "Thôn Tây"), ("file", "Thôn Đông")])
def test_the_side_that_was_chosen_counts(clash, registered, cast, side, place):
    decide(clash.rows.get(verdict="conflict"), {"place": side}, by=cast.commune_officer, at=make.NOW)
    assert clash.rows.filter(verdict="changed").count() == 1
    apply(clash, hand_in=False, by=cast.commune_officer, at=make.NOW)
    assert says(registered) == (place, "5 triệu đồng")


def test_a_choice_is_recorded_and_outlives_another_check(clash, cast):
    decide(clash.rows.get(verdict="conflict"), {"place": "file"}, by=cast.commune_officer, at=make.NOW)
    told = AuditEvent.objects.get(act="intake.decide").data["answers"]
    assert [(one["column"], one["was"], one["now"]) for one in told] == [("place", "Thôn Tây", "file")]
    check(clash, by=cast.commune_officer, at=make.NOW)
    assert clash.counts["conflict"] == 0


def test_a_choice_can_be_changed(clash, registered, cast):
    for side in ("file", "register"):
        row = clash.rows.get(verdict="conflict" if side == "file" else "changed")
        decide(row, {"place": side}, by=cast.commune_officer, at=make.NOW)
    apply(clash, hand_in=False, by=cast.commune_officer, at=make.NOW)
    assert says(registered) == ("Thôn Tây", "5 triệu đồng")


def test_a_choice_against_a_text_that_has_changed_again_does_not_count(clash, on_the_web, cast):
    row = clash.rows.get(verdict="conflict")
    on_the_web(NAME, place="Thôn Bắc")
    with pytest.raises(Stale):
        decide(row, {"place": "file"}, by=cast.commune_officer, at=make.NOW)
    assert clash.rows.filter(verdict="conflict").count() == 1


def test_what_was_decided_is_asked_again_when_the_register_changes_before_it_is_entered(clash, on_the_web, cast):
    decide(clash.rows.get(verdict="conflict"), {"place": "file"}, by=cast.commune_officer, at=make.NOW)
    on_the_web(NAME, place="Thôn Bắc")
    with pytest.raises(Stale):
        apply(clash, hand_in=False, by=cast.commune_officer, at=make.NOW)
    check(clash, by=cast.commune_officer, at=make.NOW)
    assert clash.counts["conflict"] == 1


def test_choosing_nothing_is_refused(clash, cast):
    for sides in ({}, {"name": "file"}):
        with pytest.raises(Refused):
            decide(clash.rows.get(verdict="conflict"), sides, by=cast.commune_officer, at=make.NOW)


def test_what_only_the_register_changed_stays_and_is_told(opened, on_the_web, said, registered, cast):
    on_the_web(NAME, place="Thôn Tây")
    write(opened, rows_of(opened)[NAME], **{OTHER: "5 triệu đồng"})
    upload = send(opened, said)
    row = upload.rows.get(verdict="changed")
    assert (row.before, row.theirs) == ({"resources": ""}, {"place": "Thôn Tây"})
    apply(upload, hand_in=False, by=cast.commune_officer, at=make.NOW)
    assert says(registered) == ("Thôn Tây", "5 triệu đồng")


def test_a_row_that_the_file_left_alone_changes_nothing(opened, on_the_web, said, registered, cast):
    on_the_web(NAME, place="Thôn Tây")
    upload = send(opened, said)
    assert set(book.verdicts(upload).values()) == {"same"}
    apply(upload, hand_in=False, by=cast.commune_officer, at=make.NOW)
    assert says(registered) == ("Thôn Tây", "")


def test_both_writing_the_same_is_no_conflict(opened, on_the_web, said):
    on_the_web(NAME, place="Thôn Tây")
    write(opened, rows_of(opened)[NAME], **{PLACE: "Thôn Tây"})
    assert set(book.verdicts(send(opened, said)).values()) == {"same"}


def test_a_hidden_sheet_that_was_tampered_with_is_not_believed(opened, on_the_web, said):
    on_the_web(NAME, place="Thôn Tây")
    write(opened, rows_of(opened)[NAME], **{PLACE: "Thôn Đông"})
    hidden = opened[ORIGIN]
    column = next(cell.column for cell in hidden[2] if cell.value == "place")
    for number in range(3, hidden.max_row):
        hidden.cell(number, column).value = "Thôn Tây"
    upload = send(opened, said)
    assert [row.verdict for row in upload.rows.exclude(verdict="same")] == ["refused"]
    assert any("đã bị sửa" in notice for notice in upload.notices)


def test_the_marked_file_still_knows_what_was_downloaded(opened, on_the_web, said, tmp_path):
    on_the_web(NAME, place="Thôn Tây")
    rows = rows_of(opened)
    write(opened, rows[NAME], **{PLACE: "Thôn Đông"})
    write(opened, rows["Tổ hòa giải"], **{"Lĩnh vực": "Kinh tê nông nghiệp"})
    write_marked(path := tmp_path / "lai.xlsx", send(opened, said))
    marked = openpyxl.load_workbook(path)
    write(marked, rows["Tổ hòa giải"], **{"Lĩnh vực": "Kinh tế"})
    upload = send(marked, said)
    assert (upload.counts["conflict"], upload.counts["refused"]) == (1, 0)
    assert upload.rows.get(verdict="conflict").base["place"] == ""


@pytest.mark.parametrize("seed", range(8))
def test_conflicts_are_just_the_cells_that_both_changed(opened, on_the_web, said, seed):
    """Random edits on both sides, of two columns of every row, compared with what a plain table of sets says."""
    chance, rows = random.Random(seed), rows_of(opened)
    cells = [(name, key) for name in NAMES for key in HEADINGS]
    ours = set(chance.sample(cells, chance.randrange(1, len(cells))))
    theirs = set(chance.sample(cells, chance.randrange(1, len(cells))))
    for name, key in sorted(ours):
        write(opened, rows[name], **{HEADINGS[key]: f"tệp {name} {key}"})
    for name in NAMES:
        if changed := {key: f"sổ {name} {key}" for key in HEADINGS if (name, key) in theirs}:
            on_the_web(name, **changed)
    upload = send(opened, said)
    found = {row.number: row for row in upload.rows.all()}
    asked = {(name, key) for name in NAMES for key in found[rows[name]].theirs if (name, key) in ours}
    assert asked == ours & theirs
    for name in NAMES:
        mine = {key for key in HEADINGS if (name, key) in ours}
        verdict = "conflict" if any(one == name for one, _key in asked) else "changed" if mine else "same"
        assert (found[rows[name]].verdict, set(found[rows[name]].before)) == (verdict, mine)


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return client


def words(page):
    return " ".join(page.content.decode().split())


def test_the_page_shows_the_three_texts_and_takes_the_choice(officer, clash):
    page = words(officer.get(reverse("intake:result", args=[clash.pk])))
    for text in ("Bản lúc tải về", "Trong sổ hiện nay", "Thôn Tây", "Trong tệp của đồng chí", "Thôn Đông"):
        assert text in page
    assert "Nhập 1 hàng" not in page
    assert "<del>Thôn Tây</del>" not in page  # nothing is settled yet
    row = clash.rows.get(verdict="conflict")
    answer = officer.post(reverse("intake:decide", args=[clash.pk, row.pk]), {"row": "rubbish"}, follow=True)
    assert "Hãy chọn cho từng ô" in words(answer)
    assert clash.rows.filter(verdict="conflict").exists()


@pytest.mark.parametrize("count", [1, 3])
def test_rows_to_decide_cost_the_same_whatever_their_number(
    officer, opened, on_the_web, said, count, django_assert_num_queries
):
    for name in NAMES[:count]:
        on_the_web(name, place="Thôn Tây")
        write(opened, rows_of(opened)[name], **{PLACE: "Thôn Đông"})
    upload = send(opened, said)
    assert upload.counts["conflict"] == count
    with django_assert_num_queries(10):
        officer.get(reverse("intake:result", args=[upload.pk]))


def test_the_register_of_one_unit_is_downloaded_alone_from_its_page(client, registered, cast):
    """The standing office narrows the register to a commune; the button and the workbook keep to that."""
    campaign = next(iter(registered.values())).campaign
    make.registration(campaign, cast.mac, cast.district_office, name="Đường tranh")
    client.force_login(cast.district_office)
    page = words(client.get(reverse("registry:list"), {"campaign": campaign.slug, "unit": cast.mac.slug}))
    assert f"?period={campaign.slug}&amp;unit={cast.mac.slug}" in page
    where = {"period": campaign.slug, "unit": cast.mac.slug, "filled": "1"}
    file = client.get(reverse("intake:form", args=["registrations"]), where)
    assert set(rows_of(openpyxl.load_workbook(io.BytesIO(file.content)))) == {"Đường tranh"}
