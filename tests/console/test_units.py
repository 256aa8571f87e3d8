import json

import pytest
from django.core.management import call_command

from kheo.faces.console.kit import NotFound
from kheo.lib.refusals import Refused
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply
from tests import make
from tests.changes.test_actions import AT, DAY


def said(capsys, *args, **options):
    call_command("units", *args, json=True, **options)
    return json.loads(capsys.readouterr().out)


def test_the_map_of_a_day_lists_places_and_on_wish_bodies(cast, capsys):
    answer = said(capsys, "at", "31/12/2017", under="huyen-yen-mo")
    assert [unit["name"] for unit in answer["units"]] == ["Xã Yên Hòa", "Xã Yên Mạc"]
    assert answer["units"][0] | {"code": ""} == {
        "code": "",
        "name": "Xã Yên Hòa",
        "kind": "commune",
        "slug": "xa-yen-hoa",
    }
    assert len(said(capsys, "at", "2017-12-31", under="huyen-yen-mo", bodies=True)["units"]) == 3


def test_a_unit_that_ended_names_its_heirs(cast, capsys):
    plan = rules.dissolve(cast.district, cast.province, on_day=DAY, basis="Nghị quyết thử")
    apply(plan, by=None, at=AT)
    answer = said(capsys, "at", "2025-07-02", under="huyen-yen-mo")
    assert answer["dissolved_on"] == "2025-07-01"
    assert [(heir["name"], heir["share"]) for heir in answer["heirs"]] == [("Tỉnh Ninh Bình", "whole")]
    assert answer["units"] == []
    assert "heirs" not in said(capsys, "at", "2025-06-30", under="huyen-yen-mo")
    call_command("units", "at", "2/7/2025", under="huyen-yen-mo")
    assert "01/07/2025" in capsys.readouterr().out


def test_units_are_found_by_name_on_a_day(cast, capsys):
    found = said(capsys, "find", "x yen hoa", under="huyen-yen-mo", on="2017-12-31")
    assert [unit["slug"] for unit in found["units"]] == ["xa-yen-hoa"]
    assert said(capsys, "find", "P. Yên Hòa", under="huyen-yen-mo")["units"] == []


def test_check_tells_whether_the_tree_is_whole(cast, capsys):
    answer = said(capsys, "check")
    assert (answer["whole"], answer["faults"], answer["heirs_unknown"]) == (True, [], [])
    cast.hoa.versions.all().delete()
    with pytest.raises(SystemExit):
        call_command("units", "check")
    assert "xa-yen-hoa" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "options", "refusal"),
    [
        (("at", "hôm qua"), {"under": "huyen-yen-mo"}, Refused),
        (("at", "2017-12-31"), {}, Refused),
        (("at", "2017-12-31"), {"under": "huyen-khac"}, NotFound),
    ],
)
def test_what_cannot_be_answered_is_refused(cast, args, options, refusal):
    with pytest.raises(refusal):
        call_command("units", *args, **options)


@pytest.mark.slow
def test_the_country_is_loaded_from_the_command_line(db, capsys):
    make.unit("Tỉnh Ninh Bình", "province")
    assert said(capsys, "load-national")["made"]["new_commune"] == 3_200
    assert said(capsys, "load-national")["is_repeated"] is True
    call_command("units", "load-national")
    capsys.readouterr()
    assert said(capsys, "check")["whole"] is True
