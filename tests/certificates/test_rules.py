from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kheo.lib.typesetting.certificates import Field
from kheo.movement.certificates.models import Certificate
from kheo.movement.certificates.rules import Spot, code_of, serial_of, spaced, state_of, why_not_design, why_not_print
from kheo.movement.certificates.states import CertificateState, Stock
from kheo.movement.recognition.models import Decision, Recognition
from tests import make
from tests.certificates.given import FACTS

TITLE = Spot(Field.TITLE, Decimal(40), Decimal(100), Decimal(200))


def test_numbers_and_codes_as_they_are_written():
    assert (serial_of(7, 2017), serial_of(12345, 2017)) == ("0007/2017", "12345/2017")
    code = code_of("AEAQ")
    assert (spaced(code), len(code)) == (f"{code[:4]}-{code[4:8]}-{code[8:]}", 12)
    assert code_of("AEAQ") != code_of("AEAR")


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({}, 0),
        ({"spots": (TITLE,)}, 0),
        ({"spots": (TITLE, TITLE)}, 1),
        ({"mode": Stock.PREPRINTED}, 1),
        ({"mode": Stock.PREPRINTED, "spots": (TITLE,)}, 0),
        ({"mode": Stock.PREPRINTED, "spots": (replace(TITLE, field=Field.QR, width=Decimal(30)),)}, 1),
        ({"dx": Decimal("50.01")}, 1),
        ({"dy": Decimal(-51)}, 1),
        ({"spots": (TITLE,), "dx": Decimal(-41)}, 1),
        ({"spots": (replace(TITLE, x=Decimal(97)),)}, 0),
        ({"spots": (replace(TITLE, x=Decimal("97.1")), replace(TITLE, field=Field.QR, y=Decimal(20)))}, 2),
    ],
)
def test_a_design_is_refused_with_every_reason(changes, count):
    assert len(why_not_design(replace(FACTS, **changes))) == count


def test_small_letters_do_not_shrink_below_what_can_be_read():
    assert (TITLE.place.size, round(TITLE.place.floor, 2)) == (14, 9.33)
    assert replace(TITLE, size=Decimal(7)).place.floor == 7


def certificate(standing="valid", **changes):
    decision = Decision(pk=1, number="15", signed_on=date(2017, 3, 10))
    recognition = Recognition(decision=decision, called="Đường hoa", level="district", standing=standing)
    said = {"title": "Đường hoa", "level": "district", "decision_number": "15", "decided_on": date(2017, 3, 10)}
    return Certificate(pk=1, serial="0001/2017", recognition=recognition, **said | changes)


@pytest.mark.parametrize(
    ("made", "state"),
    [
        (certificate(), CertificateState.VALID),
        (certificate("revoked"), CertificateState.REVOKED),
        (certificate("revoked", replaced_at=make.NOW), CertificateState.REVOKED),
        (certificate(replaced_at=make.NOW), CertificateState.REPLACED),
        (certificate(title="Đường hoa cũ"), CertificateState.AMENDED),
        (certificate(level="commune"), CertificateState.AMENDED),
        (certificate(decision_number="14"), CertificateState.AMENDED),
        (certificate(decided_on=date(2017, 3, 9)), CertificateState.AMENDED),
        (certificate("amended"), CertificateState.AMENDED),
        (certificate("amended", is_of_amended=True), CertificateState.VALID),
        (certificate("amended", is_of_amended=True, title="Khác"), CertificateState.AMENDED),
    ],
)
def test_how_a_certificate_stands_follows_from_its_recognition(made, state):
    assert state_of(made) == state


def test_nothing_chosen_or_too_many_are_not_printed():
    assert len(why_not_print([], set(), "")) == 1
    assert len(why_not_print([certificate()] * 2001, set(), "")) == 1
    assert why_not_print([certificate()] * 2000, set(), "") == []


def test_a_long_list_of_numbers_is_shortened():
    rows = [certificate() for _number in range(12)]
    (reason,) = why_not_print(rows, {1}, "")
    assert (reason.count("0001/2017"), "(+2)" in reason) == (10, True)
