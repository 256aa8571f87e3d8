"""What a room declares in its `sheets.py`: a list that may come as a workbook, its columns, and the clerk who knows the
register behind it. This room reads, compares and asks; only the clerk knows what a row means."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kheo.foundation.accounts.models import User
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import exact_key, words
from kheo.machinery.intake.states import Verdict
from kheo.organisation.units.models import Unit
from kheo.ui.declared import Catalogue

Values = Mapping[str, Any]  # Any: what each column's own `parse` gives

_NEAR = 0.6
_MOST_LISTED = 6
_MOST_KEPT = 10_000
_MOST_SUGGESTED = 100  # a file full of nonsense must not cost minutes of comparing


# What was translated already, with the object itself, so that its number is not given to another.
_OFFICIAL: dict[int, tuple[Promise, str]] = {}


def official(text: Promise | str) -> str:
    """Return words as the official form has them, whatever language the reader has chosen."""
    if isinstance(text, str):
        return text
    if id(text) not in _OFFICIAL:
        with override(settings.LANGUAGE_CODE):
            if len(_OFFICIAL) >= _MOST_KEPT:
                return str(text)
            _OFFICIAL[id(text)] = (text, str(text))
    return _OFFICIAL[id(text)][1]


@lru_cache(maxsize=8_192)  # the same headings and choices are asked for again and again
def plain(text: str) -> str:
    """Return what headings and choices are compared by: words without accents and signs."""
    return " ".join(words(text))


@dataclass(frozen=True)
class Occasion:
    """Who brings a workbook, for which unit with all below it, for which period, and when."""

    by: User
    unit: Unit
    period: str
    at: datetime


@dataclass(frozen=True)
class Period:
    """What a list is entered for (a campaign), by the word for it in addresses."""

    key: str
    label: str
    is_open: bool


@dataclass(frozen=True)
class Reason:
    """Something that is wrong in a row, or in the cell of one of its columns."""

    text: str
    column: str = ""
    suggestion: str = ""  # the text that would be right, where it is known


@dataclass(frozen=True)
class Finding:
    """What a row would do to the register; `before` holds the words that would change, `lacks` what keeps the record
    from being handed in at once, `remarks` what somebody should know of it and nothing depends on."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    before: Mapping[str, str] = field(default_factory=dict)
    lacks: tuple[Reason, ...] = ()
    remarks: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Act:
    """What several rows do together (a decision with all that it names), as it is told before somebody agrees: a title,
    the gist in a few words, and lines of a label and a text."""

    title: str
    gist: str
    lines: tuple[tuple[str, str], ...]


class Choices:
    """What may be chosen in a column: official labels, and other ways in which people write them."""

    def __init__(self, options: Mapping[str, Any], aliases: Iterable[tuple[str, Any]] = ()) -> None:
        """Prepare the look-up; a label names one value, an alias may fit several."""
        self._labels = {value: label for label, value in options.items()}
        also = list(aliases)
        self._ways = [_gathered(key, pairs) for pairs in (options.items(), also) for key in (exact_key, plain)]
        longer = {plain(text): value for text, value in also if " " in plain(text)}
        self._spoken = longer | {plain(label): value for label, value in options.items()}
        self._sure: dict[str, Any] = {}
        self._found: dict[str, Any] = {}
        self._suggestions: dict[str, str] = {}

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the official labels in their order."""
        return tuple(self._labels.values())

    def label(self, value: Any) -> str:
        """Return the official label of a value."""
        return self._labels[value]

    def find(self, text: str) -> Any:
        """Return the value that a text names, accents or none; raises Refused with a suggestion."""
        if text not in self._found:
            self._found[text] = self._find(text)
        return self._found[text]

    def known(self, text: str) -> Any:
        """Return the value that a text names without doubt; None if it names none or several."""
        if text not in self._sure and len(self._sure) < _MOST_KEPT:
            found = self._named(text)
            self._sure[text] = found[0] if len(found) == 1 else None
        return self._sure.get(text)

    def fits(self, text: str) -> bool:
        """Return whether a text names something that may be chosen."""
        return bool(self._named(text))

    def within(self, text: str) -> list[Any]:
        """Return the values that a longer text names in whole words: by a label, or another name of several words.
        Where one name is part of another that stands there, the longer one counts."""
        said = f" {plain(text)} "
        there = {name: value for name, value in self._spoken.items() if f" {name} " in said}
        longest = (there[one] for one in there if not any(one != other and one in other for other in there))
        return list(dict.fromkeys(longest))

    def _find(self, text: str) -> Any:
        found = self._named(text)
        if len(found) == 1:
            return found[0]
        if found:
            names = " / ".join(f"“{self._labels[value]}”" for value in found[:_MOST_LISTED])
            raise Refused(_("“%(text)s” may be several: write %(names)s.") % {"text": text, "names": names})
        raise Refused(
            _("“%(text)s” is not on the list. %(suggestion)s") % {"text": text, "suggestion": self._suggest(text)}
        )

    def _named(self, text: str) -> list[Any]:
        """Return what a text names in the first way in which it names anything: in its own accents before none, by
        its label before by another name."""
        keys = (exact_key(text), plain(text)) * 2
        return next((found for way, key in zip(self._ways, keys, strict=True) if (found := way.get(key))), [])

    def _suggest(self, text: str) -> str:
        """Return the label that was perhaps meant, or the whole of a short list."""
        if near := self.nearest(text):
            return _("Did you mean “%(label)s”?") % {"label": near}
        if len(self._labels) <= _MOST_LISTED:
            return _("Choose one of: %(labels)s.") % {"labels": "; ".join(self.labels)}
        return _("Choose from the list in the cell.")

    def nearest(self, text: str) -> str:
        """Return the label that was perhaps meant; nothing if none is near."""
        key = plain(text)
        if key not in self._suggestions and len(self._suggestions) < _MOST_SUGGESTED:
            self._suggestions[key] = self._nearest(key)
        return self._suggestions.get(key, "")

    def _nearest(self, key: str) -> str:
        """Return the label whose words are nearest, in the order given or in any."""
        best, nearest = _NEAR, ""
        for label in self.labels:
            other = plain(label)
            alike = max(_alike(key, other), _alike(_sorted(key), _sorted(other)))
            if alike > best:
                best, nearest = alike, label
        return nearest


def otherwise(now: Values, said: Values) -> dict[str, str]:
    """Return the words of the register in the columns where a row says something else, as they are shown before
    somebody agrees; `now` has every column of `said`."""
    return {key: now[key] for key, text in said.items() if now[key] != text}


def _sorted(key: str) -> str:
    return " ".join(sorted(key.split()))


def _alike(one: str, other: str) -> float:
    """Return how much two texts are alike, 1 at most; one that only says more than the other is nearly the same."""
    fewer, more = sorted((set(one.split()), set(other.split())), key=len)
    return 0.95 if fewer and fewer <= more else SequenceMatcher(None, one, other).ratio()


def _gathered(key: Callable[[str], str], pairs: Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
    """Return the values by the key of their text."""
    gathered: dict[str, list[Any]] = {}
    for text, value in pairs:
        values = gathered.setdefault(key(text), [])
        if value not in values:
            values.append(value)
    return gathered


def units_by_name(units: Sequence[Unit]) -> Choices:
    """Return units as choices: by name, by name and the unit above where names are alike, and by the bare name without
    the word for its kind ("Yên Hòa")."""
    alike = _gathered(exact_key, ((unit.name, unit) for unit in units))
    options = {}
    for unit in units:
        several = len(alike[exact_key(unit.name)]) > 1 and unit.parent
        options[f"{unit.name} ({unit.parent.name})" if several and unit.parent else unit.name] = unit
    named = ((unit.name, unit) for unit in units)
    bare = ((_bare(unit), unit) for unit in units if _bare(unit))
    return Choices(options, [*named, *bare])


def _bare(unit: Unit) -> str:
    """Return a unit's name without the official word for its kind; nothing if the name has none."""
    for word in official(unit.get_kind_display()).split(", "):
        if exact_key(unit.name).startswith(exact_key(word) + " "):
            return unit.name[len(word) :].strip()
    return ""


@dataclass(frozen=True)
class Column:
    """One column of the official form. What may be chosen in it the clerk knows."""

    key: str
    heading: Promise
    also: tuple[str, ...] = ()  # other headings under which people send it
    width: float = 20
    needed: bool = False
    limit: int = 0
    is_long: bool = False  # may be written on several lines
    hint: Promise | str = ""
    example: Promise | str = ""
    is_fixed: bool = False  # told by the register, not to be written on
    parse: Callable[[str], Any] = str
    write: Callable[[Any], str] = str
    empty: Any = ""


class NotTaken(Refused):
    """One of several rows is refused by the register; `place` is its place among them, from 0."""

    def __init__(self, place: int, *reasons: str) -> None:
        """Keep the place with the reasons."""
        super().__init__(*reasons)
        self.place = place


@contextmanager
def naming(place: int) -> Iterator[None]:
    """Let a refusal say which of several rows it is about."""
    try:
        yield
    except (Stale, NotTaken):
        raise
    except Refused as refusal:
        raise NotTaken(place, *map(str, refusal.reasons)) from refusal


class Clerk(ABC):
    """Takes the rows of one list on one occasion. Made for the occasion, with what does not change from row to row."""

    choices: Mapping[str, Choices]
    implied: Values  # what a row means that leaves these columns out
    is_by_row = False  # whether each row is an act of its own, so that rows may be taken some at a time

    def present(self) -> Iterable[Mapping[str, str]]:
        """Return what the register holds, in the words of the form, for a list that may be downloaded and edited."""
        return ()

    def record_of(self, code: str) -> Hashable:
        """Return which record a code in the column `id` names, in a list that is merged."""
        return code.casefold()

    def compared(self, values: Values) -> Values:
        """Return a row whose cells are compared with what was downloaded, one by one: it needs no other guard against
        what has changed in the register since."""
        return values

    def pass_over(self, rows: Sequence[Values]) -> None:
        """Be told of rows that are refused already, as far as they are understood: what they are about may be missing
        from the others. Called before `look_up`."""
        return

    @abstractmethod
    def look_up(self, rows: Sequence[Values]) -> None:
        """Read what the register holds of these rows, in a few questions whatever their number."""

    @abstractmethod
    def key_of(self, values: Values) -> Hashable:
        """Return what makes two rows speak of the same record."""

    @abstractmethod
    def check(self, values: Values) -> Finding:
        """Return what a row would do; `look_up` was called before, so nothing more is read."""

    def acts(self) -> Sequence[Act]:
        """Return what the rows that were looked up do together; nothing where each row is an act of its own."""
        return ()

    @abstractmethod
    def take(self, values: Values, *, hand_in: bool) -> int:
        """Enter a row into the register by its own actions and return the record's number; raises Refused."""

    def take_all(self, rows: Sequence[Values], *, hand_in: bool, tell: Callable[[int], None]) -> list[int]:
        """Enter rows and return the numbers of their records; `tell` hears how many are done. A list of very many rows
        has a faster way of its own.

        :raises NotTaken: with the place of the row that is refused.
        """
        taken = []
        for place, values in enumerate(rows):
            with naming(place):
                taken.append(self.take(values, hand_in=hand_in))
            tell(len(taken))
        return taken


@dataclass(frozen=True)
class Sheet:
    """A list that may come as a workbook: its word in addresses, its title and tab, its columns, and who takes it.

    `act` is what its bringer must be allowed; `periods(user)` returns what it may be entered for, the usual one first,
    and `period_label` says what that is; `home(period)` is the address of the register; `hand_in` says the step that
    may be taken at once, in the words of a choice; `shown` are the columns by which a row is known again, its name
    first. A list that `is_edited` can be downloaded as it is, changed and sent back; one that `is_merged`, whose rows
    are known by a column `id`, is then compared with what was downloaded too.
    """

    key: str
    act: str
    title: Promise
    tab: Promise
    columns: tuple[Column, ...]
    periods: Callable[[User], Sequence[Period]]
    clerk: Callable[[Occasion], Clerk]
    home: Callable[[str], str]
    shown: tuple[str, ...]
    hand_in: Promise | None = None
    period_label: Promise = gettext_lazy("Campaign")
    is_edited: bool = False
    is_merged: bool = False
    guide: tuple[Promise, ...] = ()


SHEETS: Catalogue[Sheet] = Catalogue("sheets")


def declare(sheet: Sheet) -> None:
    """Add a list to those that may come as a workbook; a key is declared once."""
    SHEETS.declare(sheet.key, sheet)
