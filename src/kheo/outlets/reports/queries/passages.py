"""What the reports of a year and its first half say of the work beside the models: sentences that rooms declare with
their figures (`books.kit.say`)."""

from collections.abc import Iterable, Mapping
from datetime import date

from kheo.lib.dates import short_date
from kheo.lib.numbers import percent
from kheo.lib.office.word_words import official
from kheo.machinery.books.kit import CATALOGUE, PASSAGES, Saying, Scope
from kheo.machinery.books.queries.records import counts
from kheo.outlets.reports.kit import Source, Told


def told_in(scope: Scope, drawn_on: date) -> list[Told]:
    """Return what rooms have to say in a scope, in the order of the rooms, all numbers by one question; who has nothing
    to say stays silent."""
    sayings = {key: list(passage.sayings) for key, passage in PASSAGES.items()}
    numbers = counts(_asked(each for said in sayings.values() for each in said), scope)
    words = f"Chưa chốt; tính đến hết ngày {short_date(drawn_on)}"
    found = []
    for key, passage in reversed([*PASSAGES.items()]):  # rooms are read the last first
        if said := [each for each in sayings[key] if numbers[each.figures[0]]]:
            keys = dict.fromkeys(figure for each in said for figure in each.figures)
            text = " ".join(_in_words(each, numbers) for each in said)
            found.append(Told(str(passage.title), text, [_source(figure, numbers, words) for figure in keys]))
    return found


def _asked(sayings: Iterable[Saying]) -> list[str]:
    """Return the figures that are to be counted: those that are named, and those that they are shares of."""
    named = dict.fromkeys(figure for each in sayings for figure in each.figures)
    return list(named | dict.fromkeys(CATALOGUE[key].within for key in named if CATALOGUE[key].within))


def _in_words(saying: Saying, numbers: Mapping[str, int]) -> str:
    told = {key: official(numbers[key]) for key in saying.figures}
    shares = {key: CATALOGUE[key].within for key in saying.figures if CATALOGUE[key].within}
    return str(saying.text) % (told | {f"{k}_share": percent(numbers[k], numbers[of]) for k, of in shares.items()})


def _source(key: str, numbers: Mapping[str, int], words: str) -> Source:
    figure = CATALOGUE[key]
    return Source(key, str(figure.label), str(figure.counts), words, numbers[key])
