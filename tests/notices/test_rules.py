import smtplib
from datetime import date, timedelta

import pytest

from kheo.foundation.accounts.models import User
from kheo.machinery.notices import rules
from kheo.machinery.notices.states import BATCH_MOVES, LADDER, MOVES, TONES, BatchState, MailState

DUE = date(2017, 6, 30)


def days(number):
    return DUE + timedelta(days=number)


@pytest.mark.parametrize("number", range(-20, 12))
def test_a_day_after_a_day_only_the_rungs_are_told(number):
    told = rules.rung_on(DUE, days(number - 1), days(number))
    assert (told.days if told else None) == (number if number in {-14, -7, -1, 1, 7} else None)


@pytest.mark.parametrize(
    ("since", "day", "told"),
    [
        (-15, -13, -14),
        (-14, -13, None),
        (-15, -6, -7),
        (-2, 0, -1),
        (-1, 0, None),
        (-2, 2, 1),
        (-30, 40, 7),
        (7, 40, None),
        (8, 9, None),
    ],
)
def test_after_a_standstill_the_latest_missed_rung_is_told(since, day, told):
    found = rules.rung_on(DUE, days(since), days(day))
    assert (found.days if found else None) == told


def test_the_body_above_hears_only_of_what_is_a_week_late():
    assert [(rung.days, rung.tells_superior) for rung in LADDER] == [
        (-14, False),
        (-7, False),
        (-1, False),
        (1, False),
        (7, True),
    ]


@pytest.mark.parametrize(("number", "count"), [(-14, "14"), (-1, "1"), (1, "1"), (7, "7"), (0, None)])
def test_the_deadline_is_told_with_its_day_and_what_is_left(number, count):
    said = rules.deadline(DUE, days(number))
    assert "30/06/2017" in said
    assert count is None or f" {count} " in said


@pytest.mark.parametrize("url", ["/", "/lam-viec/", "/lam-viec/nhiem-vu/7/?state=open#x"])
def test_a_path_is_inside_the_site(url):
    assert rules.is_inside(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "lam-viec/",
        "//evil.example.com/",
        "///evil.example.com/",
        "/\\evil.example.com/",
        "\\\\evil.example.com",
        "https://evil.example.com/",
        "javascript:alert(1)",
        "/lam-viec/\r\nBcc: x@example.com",
        "/\t/evil.example.com",
        "/a b",
        " /lam-viec/",
    ],
)
def test_what_may_lead_elsewhere_is_not(url):
    assert not rules.is_inside(url)


def test_a_link_begins_with_the_address_of_the_settings_or_is_a_path(settings):
    assert rules.link_to("/lam-viec/") == "/lam-viec/"
    settings.PUBLIC_URL = "https://danvan.example.vn/"
    assert rules.link_to("/lam-viec/") == "https://danvan.example.vn/lam-viec/"
    assert "https://danvan.example.vn/lam-viec/" in rules.letter("Tên", "Lời", "/lam-viec/")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Hồ sơ\r\nBcc: x@example.com", "Hồ sơ Bcc: x@example.com"),
        ("Hồ\u2028sơ\u0085 \x00 một", "Hồ sơ một"),
        ("  Hồ   sơ\n", "Hồ sơ"),
        ("a" * 201, "a" * 199 + "…"),
        ("a" * 200, "a" * 200),
    ],
)
def test_a_subject_is_one_line(text, line):
    assert rules.one_line(text) == line


def test_a_text_keeps_its_lines_and_no_other_control():
    assert rules.many_lines(" Một\r\nhai\rba\x1b[0m\x00 ") == "Một\nhai\nba[0m"


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("hoa@example.vn", "hoa@example.vn"),
        ("", ""),
        ("hoa", ""),
        ("hoa@example.vn\nBcc: x@example.com", ""),
        ("hoa@example.vn, x@example.com", ""),
        ("Hòa <hoa@example.vn>", ""),
    ],
)
def test_only_one_plain_address_is_written_to(given, address):
    assert rules.address_of(User(email=given)) == address


def test_pauses_grow_and_end():
    pauses = [rules.pause_after(number) for number in range(1, len(rules.PAUSES) + 1)]
    assert pauses == sorted(pauses)
    assert rules.pause_after(len(rules.PAUSES) + 1) is None


REFUSED = smtplib.SMTPRecipientsRefused({"x@example.vn": (550, b"No such user")})
BUSY = smtplib.SMTPRecipientsRefused({"x@example.vn": (451, b"Try later")})


@pytest.mark.parametrize(
    ("error", "about_the_mail", "final", "said"),
    [
        (REFUSED, True, True, "550 No such user"),
        (BUSY, True, False, "451 Try later"),
        (smtplib.SMTPDataError(554, b"Spam\r\nGo away"), True, True, "554 Spam Go away"),
        (smtplib.SMTPDataError(452, "Full"), True, False, "452 Full"),
        (smtplib.SMTPSenderRefused(553, b"Not you", "kheo@localhost"), True, True, "553 Not you"),
        (ValueError("bad header"), True, True, "ValueError: bad header"),
        (smtplib.SMTPServerDisconnected("gone"), False, False, "SMTPServerDisconnected: gone"),
        (smtplib.SMTPAuthenticationError(535, b"Wrong password"), False, False, "535 Wrong password"),
        (ConnectionRefusedError("no"), False, False, "ConnectionRefusedError: no"),
    ],
)
def test_a_failure_is_judged_by_what_the_server_said(error, about_the_mail, final, said):
    assert (rules.is_about_the_mail(error), rules.is_final(error)) == (about_the_mail, final)
    assert rules.said_by(error) == said


def test_a_batch_is_dropped_only_with_a_reason():
    assert len(rules.why_not_drop("  ")) == 1
    assert rules.why_not_drop("Nhầm đơn vị") == []


def test_every_state_is_reached_and_has_its_tone():
    reached = {to for steps in MOVES.values() for to in steps} | {MailState.HELD, MailState.READY}
    assert reached == set(MailState) == set(TONES)
    assert set(MailState) - set(MOVES) == {MailState.SENT, MailState.DROPPED}
    assert {to for steps in BATCH_MOVES.values() for to in steps} | set(BATCH_MOVES) == set(BatchState)
