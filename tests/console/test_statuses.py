import json

import pytest
from django.core.management import call_command

from kheo.faces.console.kit import NotFound
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply
from tests import make
from tests.changes.test_actions import AT, BASIS, DAY


@pytest.fixture
def absorbed(cast):
    """Mạc took Hòa in; both were new rural."""
    make.status(cast.hoa)
    make.status(cast.mac)
    make.status(cast.hoa, "an-toan-khu")
    apply(rules.merge([cast.hoa], cast.mac, on_day=DAY, basis=BASIS), by=None, at=AT)
    return cast


def said(capsys, **options):
    call_command("statuses", "list", json=True, **options)
    return json.loads(capsys.readouterr().out)


def test_the_statuses_of_a_day_and_what_is_to_be_reassessed(absorbed, capsys):
    before, after = said(capsys, on="30/6/2025"), said(capsys, on="2025-07-01", kind="nong-thon-moi")
    assert [(row["name"], row["kind"], row["to_reassess"]) for row in before["statuses"]] == [
        ("Xã Yên Hòa", "nong-thon-moi", False),
        ("Xã Yên Hòa", "an-toan-khu", False),
        ("Xã Yên Mạc", "nong-thon-moi", False),
    ]
    assert before["to_reassess"] == []
    assert [(row["unit"], row["number"], row["to_reassess"]) for row in after["statuses"]] == [
        ("xa-yen-mac", "15/QĐ-UBND", True)
    ]
    told = {(row["unit"], row["held_by"], row["held_by_name"], row["basis"]) for row in after["to_reassess"]}
    assert told == {
        ("xa-yen-mac", "xa-yen-mac", "Xã Yên Mạc", BASIS),
        ("xa-yen-mac", "xa-yen-hoa", "Xã Yên Hòa", BASIS),
    }
    assert said(capsys, under="hoi-nong-dan-huyen")["statuses"] == []


def test_the_same_in_words(absorbed, capsys):
    call_command("statuses", "list", on="1/7/2025")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Danh hiệu, tình trạng tại ngày 01/07/2025: 1; cần đánh giá lại: 3"
    assert lines[1] == "  Xã Yên Mạc: Đạt chuẩn nông thôn mới (15/QĐ-UBND, 04/01/2016) – cần đánh giá lại"
    assert "Xã Yên Hòa" in "".join(lines[2:])


def test_what_does_not_exist_is_told(absorbed):
    with pytest.raises(NotFound):
        call_command("statuses", "list", kind="nong-thon")
