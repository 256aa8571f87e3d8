from datetime import date, timedelta

import pytest

from kheo.movement.supervision.models import Session
from kheo.movement.supervision.rules import why_not_recommendation, why_not_session
from tests.supervision.made import HELD, said_of_recommendation, said_of_session

BEFORE = HELD - timedelta(days=1)
PLANNED = {"held_on": None, "leader": "", "findings": ""}


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({}, []),
        (PLANNED, []),
        ({"year": 2012}, ["year"]),
        ({"year": 17}, ["year"]),
        ({"held_on": date(2016, 12, 31)}, ["held_on"]),
        ({"held_on": date(2018, 1, 5)}, []),
        ({"leader": ""}, ["leader"]),
        (PLANNED | {"findings": "Có"}, ["held_on"]),
    ],
)
def test_a_session_is_planned_or_held(said, fields):
    assert [fault.field for fault in why_not_session(said_of_session(None, **said))] == fields


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({}, []),
        ({"number": 0}, ["number"]),
        ({"reply_due_on": HELD}, []),
        ({"reply_due_on": BEFORE}, ["reply_due_on"]),
        ({"replied_on": HELD, "reply": "Đã công khai"}, []),
        ({"replied_on": BEFORE, "reply": "Đã công khai"}, ["replied_on"]),
        ({"replied_on": HELD}, ["reply"]),
        ({"reply": "Đã công khai"}, ["replied_on"]),
        ({"is_closed": True}, ["is_closed"]),
        ({"is_closed": True, "replied_on": HELD, "reply": "Đã công khai"}, []),
    ],
)
def test_a_recommendation_and_its_reply(said, fields):
    of = Session(held_on=HELD)
    assert [fault.field for fault in why_not_recommendation(said_of_recommendation(of, **said))] == fields


def test_nothing_is_recommended_before_the_session():
    assert [fault.field for fault in why_not_recommendation(said_of_recommendation(Session()))] == ["session"]
