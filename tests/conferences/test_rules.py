from datetime import time

import pytest

from kheo.movement.conferences.models import Conference, Guest, Item
from kheo.movement.conferences.rules import code_of, read_people, secret_in, slots
from kheo.movement.conferences.states import MOVES, TONES, State
from kheo.movement.conferences.web.forms import HourField
from kheo.organisation.units.models import Unit


def test_the_times_of_a_programme_follow_from_its_beginning_and_its_minutes():
    items = [Item(content="Đón tiếp", minutes=30), Item(content="Khai mạc", minutes=15)]
    found = slots(time(7, 30), items)
    assert [(slot.begins, slot.ends) for slot in found] == [(time(7, 30), time(8)), (time(8), time(8, 15))]
    assert [(slot.begins, slot.ends) for slot in slots(None, items)] == [(None, None)] * 2


def test_a_pasted_list_is_read_line_by_line_and_what_is_unclear_is_told():
    hoa = Unit(pk=7, name="Xã Yên Hòa")
    text = "Nguyễn Văn Đạt\tPhó Chủ tịch\tXã Yên Hòa\n\n"
    text += "Trần Văn Ngoài; Phóng viên; Đài tỉnh\n12; Phó Chủ tịch\nLê Thị Thơm"
    read = read_people(text, [("Xã Yên Hòa", hoa)], "Hàng 1")
    assert [(p.name, p.title, p.workplace, p.unit, p.group) for p in read.people] == [
        ("Nguyễn Văn Đạt", "Phó Chủ tịch", "Xã Yên Hòa", hoa, "Hàng 1"),
        ("Trần Văn Ngoài", "Phóng viên", "Đài tỉnh", None, "Hàng 1"),
        ("Lê Thị Thơm", "", "", None, "Hàng 1"),
    ]
    assert [each.partition(":")[0] for each in read.wrong] == ["Dòng 4"]


def test_a_code_is_good_for_its_conference_alone_and_none_can_be_made_up():
    guest = Guest(conference_id=3)
    code = code_of(guest)
    assert secret_in(code, 3) == secret_in(code.lower(), 3) == guest.secret
    assert secret_in(code, 4) is None
    assert secret_in(guest.secret.upper() + "0" * 16, 3) is None
    assert secret_in("", 3) is None
    assert code_of(Guest(conference_id=3)) != code


@pytest.mark.parametrize(
    ("typed", "hour"), [("7:30", time(7, 30)), ("7h30", time(7, 30)), ("14 giờ", time(14)), ("8h", time(8)), ("", None)]
)
def test_an_hour_is_read_as_people_write_it(typed, hour):
    assert HourField(required=False).clean(typed) == hour


@pytest.mark.parametrize("typed", ["25:00", "7:75", "sáng"])
def test_what_is_no_hour_is_told(typed):
    form_field = HourField()
    with pytest.raises(Exception, match="Giờ không đúng"):
        form_field.clean(typed)


def test_every_state_has_its_mark_and_is_reached():
    assert set(TONES) == set(State)
    assert {move.to for move in MOVES.values()} == set(State) - {State.PREPARED}
    assert Conference(state=State.HELD).tone == "info"
