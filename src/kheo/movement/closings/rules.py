"""When a period may be closed, how a closing is sealed, and what differs between two states of the register."""

import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.states import CampaignState
from kheo.movement.closings.states import TO_CLOSE_IN, Period

_DAY = "$day"
_SAID = 3  # where a row begins to say what the record is: bits of two closings cannot be compared
# How many columns of a row each format of closings says. What a new format adds stands last, so that a closing of an
# old one is sealed, verified and read as it was.
WIDTHS = {1: 9, 2: 13}
FORMAT = max(WIDTHS)


class Row(NamedTuple):
    """A record as it stands: its table and number, a bit for each figure that counts it, and what it is counted by."""

    table: str
    record: int
    counted: int
    name: str
    unit: str
    field: str = ""
    owner_kind: str = ""
    year_status: str = ""
    state: str = ""
    exemplar_kind: str = ""
    unit_level: str = ""
    unit_kind: str = ""
    cluster: str = ""


@dataclass(frozen=True)
class FigureFacts:
    """A figure as it stands: its definition, its number, and its parts by dimension (see `ClosedFigure`)."""

    key: str
    label: str
    counts: str
    number: int
    parts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Snapshot:
    """All figures at one moment, in order (the place of each is its bit), and the records that they count, as a format
    of closings says them."""

    figures: Sequence[FigureFacts]
    rows: Sequence[Row]
    format: int = FORMAT

    def bits(self) -> dict[str, int]:
        return {figure.key: 1 << place for place, figure in enumerate(self.figures)}

    def labels(self) -> dict[str, dict[str, str]]:
        """Return what the keys of each dimension are called, where the parts of the figures are told."""
        known: dict[str, dict[str, str]] = {}
        for figure in self.figures:
            for name, part in figure.parts.items():
                known.setdefault(name, {}).update((key, label) for key, label, _number in part["cells"])
        return known


# When --------------------------------------------------------------------------------------------------------------


def why_not_close(campaign: Campaign, period: Period) -> list[str]:
    """Return what is against closing a period of a campaign."""
    if campaign.state == TO_CLOSE_IN[period]:
        return []
    if campaign.state == CampaignState.PLANNED:
        return [_("The campaign has not been opened yet: there are no figures to close.")]
    if campaign.state == CampaignState.CLOSED:
        return [_("The campaign is over: how things stood at the half-year can no longer be told.")]
    return [_("The campaign is still open, so its figures may still move. Close the campaign first.")]


def why_not_agree(snapshot: Snapshot, counted: Mapping[str, int]) -> list[str]:
    """Return every figure whose records are not as many as it counts, and whose parts do not make it."""
    told = []
    for figure in snapshot.figures:
        sums = [sum(number for _key, _label, number in part["cells"]) for part in figure.parts.values()]
        for other in {counted[figure.key], *sums} - {figure.number}:
            told.append(
                _("%(what)s is %(one)s, but %(other)s records are counted. Tell whoever looks after this program.")
                % {"what": figure.label, "one": figure.number, "other": other}
            )
    return told


# The seal ----------------------------------------------------------------------------------------------------------


def _day(value: object) -> Any:
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    raise TypeError(f"{type(value)} is not kept in a closing.")


_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_day)


def canonical(value: object) -> str:
    """Return the one way in which a value is written: JSON without spaces, names in order, days marked as such."""
    return _WRITER.encode(value)


def packed(content: Mapping[str, Any]) -> bytes:
    """Return the content of a paper as it is kept."""
    return zlib.compress(canonical(content).encode(), 6)


def unpacked(content: bytes) -> Any:
    """Return the content of a paper again."""
    return json.loads(zlib.decompress(content), object_hook=_thawed)


def _thawed(told: dict[str, Any]) -> Any:
    return date.fromisoformat(told[_DAY]) if told.keys() == {_DAY} else told


def seal_of_paper(content: bytes) -> str:
    """Return the hash of a kept paper: of what it says, however it was compressed."""
    return hashlib.sha256(zlib.decompress(content)).hexdigest()


def moment(at: datetime) -> str:
    """Return a moment as a seal writes it, in whatever zone it is told."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def seal(
    head: Mapping[str, Any],
    figures: Iterable[FigureFacts],
    rows: Iterable[Row],
    papers: Mapping[str, str],
    *,
    format: int = FORMAT,  # the word of the model
) -> str:
    """Return the SHA-256 of a closing: a line for its head, each figure, each record (by table and number) and each
    paper (by its own hash). The head names the hash of the closing that it replaces, so that versions make a chain."""
    found = hashlib.sha256()
    for line in _lines(head, figures, (row[: WIDTHS[format]] for row in rows), papers):
        found.update(line.encode() + b"\n")
    return found.hexdigest()


def _lines(
    head: Mapping[str, Any], figures: Iterable[FigureFacts], rows: Iterable[Sequence[Any]], papers: Mapping[str, str]
) -> Iterator[str]:
    yield canonical(head)
    yield from (canonical(vars(figure)) for figure in figures)
    yield from map(canonical, rows)
    yield from (canonical([key, papers[key]]) for key in sorted(papers))


# What differs ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shift:
    """A figure that is another number, or counts other records: how many came to it and how many left it. None: one
    side does not know the figure."""

    key: str
    label: str
    before: int | None
    after: int | None
    came: int
    left: int


@dataclass(frozen=True)
class Moved:
    """A record that is not as it was: before and after, None where it was not there; as it was last; and the figures it
    came to and left, by their keys."""

    before: Row | None
    after: Row | None
    row: Row
    came: frozenset[str]
    left: frozenset[str]
    width: int = WIDTHS[FORMAT]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns, of those that both sides say, that are otherwise; none where it came or went whole."""
        if self.before is None or self.after is None:
            return ()
        pairs = zip(Row._fields[: self.width], self.before, self.after, strict=False)
        return tuple(name for name, one, other in pairs if one != other and name != "counted")


@dataclass(frozen=True)
class Difference:
    """What differs between two states of the register."""

    shifts: Sequence[Shift]
    moved: Sequence[Moved]

    def __bool__(self) -> bool:
        return bool(self.shifts or self.moved)


def difference(before: Snapshot, after: Snapshot) -> Difference:
    """Return what differs between two snapshots: each record that is not the same in both, and each figure.

    Records are compared by what both sides say of them: by the figures that both know, and by the columns of the older
    format."""
    shared = before.bits().keys() & after.bits().keys()
    keys_of = _Keys(before, shared), _Keys(after, shared)
    old, new = (
        {(row.table, row.record): row for row in side.rows if keys(row)}
        for side, keys in zip((before, after), keys_of, strict=True)
    )
    width, moved = min(WIDTHS[before.format], WIDTHS[after.format]), []
    for mark, last in (old | new).items():
        one, other = old.get(mark), new.get(mark)
        was, now = keys_of[0](one), keys_of[1](other)
        if one is None or other is None or was != now or one[_SAID:width] != other[_SAID:width]:
            moved.append(Moved(one, other, last, now - was, was - now, width))
    moved.sort(key=lambda each: (each.row.table, each.row.unit, each.row.record))
    return Difference(_shifts(before, after, moved), moved)


class _Keys:
    """The keys of those of some figures that count a record; few combinations serve very many records."""

    def __init__(self, snapshot: Snapshot, among: Collection[str]) -> None:
        self._bits = {key: bit for key, bit in snapshot.bits().items() if key in among}
        self._known = {0: frozenset[str]()}

    def __call__(self, row: Row | None) -> frozenset[str]:
        """Return them; of no record, none."""
        counted = row.counted if row else 0
        if counted not in self._known:
            self._known[counted] = frozenset(key for key, bit in self._bits.items() if counted & bit)
        return self._known[counted]


def _shifts(before: Snapshot, after: Snapshot, moved: Sequence[Moved]) -> list[Shift]:
    came = Counter(key for each in moved for key in each.came)
    left = Counter(key for each in moved for key in each.left)
    was, now = ({figure.key: figure for figure in snapshot.figures} for snapshot in (before, after))
    found = []
    for key, figure in {**was, **now}.items():
        one, other = (side[key].number if key in side else None for side in (was, now))
        if came[key] or left[key] or one != other:
            found.append(Shift(key, figure.label, one, other, came[key], left[key]))
    return found
