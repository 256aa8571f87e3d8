"""How a command answers, refuses and shows that it is at work."""

import io
import json

import pytest
from django.db.migrations.recorder import MigrationRecorder

from kheo.faces.console.kit import NotFound, Verb, find, progress, tables_to_make
from kheo.lib.refusals import Refused
from kheo.organisation.units.models import Unit


class Speak(Verb):
    help = "speaks"
    answers_json = True

    def add_arguments(self, parser):
        parser.add_argument("word")

    def handle(self, *, word, **options):
        if word == "no":
            raise Refused("Không được.", "Vì chưa đến hạn.")
        find(Unit.objects, slug=word) if word.startswith("unit") else None
        self.answer({"word": word}, options, lambda: f"Đã nói: {word}")


def run(*typed):
    """Return the exit code and what was written on each stream."""
    out, err = io.StringIO(), io.StringIO()
    command = Speak(stdout=out, stderr=err, no_color=True)
    try:
        command.run_from_argv(["kheo", "speak", *typed])
    except SystemExit as end:
        return end.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


pytestmark = pytest.mark.django_db


def test_done_is_0():
    assert run("chào") == (0, "Đã nói: chào\n", "")
    assert run("chào", "--json") == (0, '{"word": "chào"}\n', "")


def test_refused_is_1_with_every_reason():
    assert run("no") == (1, "", "Không được.\nVì chưa đến hạn.\n")
    code, out, _err = run("no", "--json")
    assert (code, json.loads(out)) == (1, {"refused": ["Không được.", "Vì chưa đến hạn."]})


def test_wrong_usage_is_2(capsys):
    assert run()[0] == 2
    assert "speak" in capsys.readouterr().err


def test_not_found_is_3():
    code, out, err = run("unit-nowhere")
    assert (code, out, "unit-nowhere" in err) == (3, "", True)


def test_find_returns_the_record(cast):
    assert find(Unit.objects, slug=cast.hoa.slug) == cast.hoa
    with pytest.raises(NotFound):
        find(Unit.objects, slug="khong-co")


def test_a_database_of_a_newer_version_is_refused():
    assert tables_to_make() is False
    MigrationRecorder.Migration.objects.create(app="units", name="9999_from_the_future")
    assert run("chào")[0] == 1


def test_a_command_refuses_a_database_without_tables():
    MigrationRecorder.Migration.objects.filter(app="units").delete()
    assert tables_to_make() is True
    assert run("chào")[0] == 1


@pytest.mark.parametrize("total", [2, None])
def test_progress_is_silent_where_nobody_looks(total, capsys):
    with progress("Đang nạp", total) as step:
        step()
        step()
    assert capsys.readouterr() == ("", "")
