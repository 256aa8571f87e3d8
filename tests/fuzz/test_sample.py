"""A few of the changed files of `tests.fuzz.run`, brought in the real way, with child processes."""

import io
import warnings
from contextlib import suppress

import pytest
from django.core.files import File

from kheo.lib.office.texts_in import read_text
from kheo.lib.reading.reader import read
from kheo.lib.refusals import Refused
from kheo.lib.repairs import report
from kheo.lib.sandbox import Limits, run_within
from kheo.lib.unsafe import Unsafe
from kheo.lib.vitext import normalise
from tests import make
from tests.fuzz.mutations import dice_of, mutated
from tests.fuzz.seeds import documents, workbooks
from tests.intake import book

pytestmark = pytest.mark.slow


def changed(number, seeds):
    dice = dice_of(number)
    ending, right = dice.choice(seeds)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a part that is there twice is the point
        return ending, mutated(right, dice)


@pytest.mark.parametrize("number", range(1, 13))
def test_a_changed_workbook_is_read_or_refused(number, cast):
    make.campaign(cast.district)
    ending, data = changed(number, workbooks())
    said = book.occasion(cast.commune_officer, cast.hoa)
    with suppress(Refused):
        assert book.bring(File(io.BytesIO(data), name=f"a{ending}"), said).state in ("checked", "unmatched")


@pytest.mark.parametrize("number", range(1, 13))
def test_a_changed_document_is_read_or_refused(number, tmp_path):
    ending, data = changed(number, documents())
    path = tmp_path / f"a{ending}"
    path.write_bytes(data)
    with suppress(Unsafe):
        assert read(read_text(path).text).sum_check


@pytest.mark.parametrize(
    "text",
    ["<a:t>", "x", "''a", " ", "Ða", "“a ", "a:b "],
    ids=["tags", "one word", "quotations", "spaces", "Ð", "open quotations", "labels"],
)
def test_what_is_said_again_and_again_is_read_within_the_limits_of_a_child(text):
    said = "ă" + text * (200_000 // len(text))
    assert run_within(Limits(cpu_seconds=20), report, said).text
    assert run_within(Limits(cpu_seconds=20), normalise, said + "Ð")
