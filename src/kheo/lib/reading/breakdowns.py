"""Numbers that a report breaks a count down into: by field, and by who owns the models."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kheo.lib.reading.counting import NOUN, Count
from kheo.lib.reading.fields import Share, shares
from kheo.lib.reading.layout import Sentence
from kheo.lib.reading.quantities import Quantity
from kheo.lib.reading.text import Text, pattern

OWNERS = {
    "collective": r"(?:của |là |do |thuộc |về )?(?:các )?tập thể",
    "individual": r"(?:của |là |do |thuộc |về )?(?:các )?cá nhân",
    "household": r"(?:của |là |do |thuộc )?(?:các )?hộ(?: gia đình)?",
}
"""Who owns a model, as it stands after its number."""

_MOVEMENT = r"(?: [“\"‘']?dân vận khéo[”\"’']?)?"
_OWNED = pattern(
    rf"(?P<noun> ?{NOUN}(?: ?(?:,|và|/) ?(?:gương )?điển hình)?)?{_MOVEMENT} ?(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in OWNERS.items())
    + r")(?!\w)(?! ?(?:,|và|/) ?(?:tập thể|cá nhân|hộ)(?! ?(?::|có|là)? ?\d))(?! (?:đăng ký )?(?:tham gia|"
    r"nghèo|cận|dân|kinh doanh))"
)
_OWNER_FIRST = pattern(
    r"(?<!\w)(?:(?P<collective>(?:mô hình )?tập thể)|(?P<individual>(?:(?:mô hình|điển hình) )?cá nhân)|"
    r"(?P<household>(?:mô hình )?hộ gia đình))"
    r" ?(?P<link>:|có|là|với|gồm|\|)?(?: có)? ?$"
)
_TWO_NOUNS = pattern(r" (?P<noun>mô hình)(?: ?\((?:tập thể)\))? ?(?:và|,|;|cùng|\+) ?(?:có )?$")
_EXEMPLARS = pattern(r" (?:gương )?điển hình(?! tập thể)(?: ?\((?:cá nhân)\)| cá nhân)?(?! ?, ?mô hình)")
_BARE_END = pattern(
    r" ?(?:[,;.)|\]]|$|\n|\(\d{1,3}(?:[.,]\d+)? ?%\)|(?:và|về|thuộc|trong|trên|ở|lĩnh vực|ở)(?!\w)|"
    r"kinh tế|văn hóa|quốc phòng|an ninh|"
    r"xây dựng (?:đảng|hệ|nông)|hệ thống|nông thôn)"
)
_NOUN = pattern(rf" ?{NOUN}")
_FAR = 900


@dataclass
class Owned:
    """A number of one kind of owner; `nouned` where it says "mô hình" itself."""

    kind: str
    quantity: Quantity
    start: int
    end: int
    part: Sentence
    nouned: bool


@dataclass
class Group:
    """Shares that follow each other, and the count they break down."""

    items: list[Share]
    parts: list[Sentence]
    parent: Count | None


def countable(text: Text, part: Sentence, numbers: list[Quantity], found: list[Count]) -> list[tuple[Quantity, int]]:
    """Return the numbers that may count models, each with the end of its noun; numbers of other things are left out."""
    nouns = {count.quantity: count.end for count in found}
    listed: list[tuple[Quantity, int]] = []
    for one in numbers:
        if one in nouns:
            listed.append((one, nouns[one]))
        elif one.kind == "number" and not one.whole and _BARE_END.match(text.low, one.end, part.end):
            listed.append((one, one.end))
    return listed


def groups(
    text: Text, parts: list[Sentence], numbers: dict[int, list[Quantity]], by_part: dict[int, list[Count]]
) -> list[Group]:
    """Return the breakdowns by field in order; lines that go on with another field belong together."""
    found: list[Group] = []
    last_count: Count | None = None
    for part in parts:
        if part.kind in ("side", "chrome"):
            continue
        here = by_part.get(part.start, [])
        pairs = shares(text, part, countable(text, part, numbers.get(part.start, []), here))
        mine = {pair.quantity for pair in pairs}
        before = [count for count in here if count.quantity not in mine and (not pairs or count.start < pairs[0].start)]
        before = [count for count in before if not _is_of_owner(text, count)] or before
        if before:
            last_count = before[0] if pairs and len(before) == 1 else before[-1]
        if pairs and found and _goes_on(found[-1], pairs, part, bool(before)):
            found[-1].items += pairs
            found[-1].parts.append(part)
        elif pairs:
            parent = last_count if last_count and part.start - last_count.end < _FAR else None
            found.append(Group(list(pairs), [part], parent))
        rest = [count for count in here if count.quantity not in mine]
        if rest and not pairs:
            last_count = rest[-1] if last_count is None or not _smaller(rest[-1], last_count) else last_count
    return found


def _is_of_owner(text: Text, count: Count) -> bool:
    """Tell whether a count is itself a share of one kind of owner."""
    return bool(_OWNED.match(text.low, count.quantity.end, count.part.end))


def _smaller(count: Count, other: Count) -> bool:
    """Tell whether a count may be a part of another."""
    one, whole = count.quantity.value, other.quantity.value
    return one is not None and whole is not None and one < whole and count.start - other.end < _FAR


def _goes_on(group: Group, pairs: list[Share], part: Sentence, counted_anew: bool) -> bool:
    seen = {share.key for share in group.items}
    near = part.start - group.parts[-1].end < (60 if len(pairs) > 1 else 2500)
    return not counted_anew and near and not any(share.key in seen for share in pairs)


def owned(text: Text, part: Sentence, numbers: list[Quantity]) -> Iterator[Owned]:
    """Yield the numbers of a sentence that are told by owner."""
    listed = sum(_led(text, part, one) is not None for one in numbers) > 1
    for place, one in enumerate(numbers):
        if one.kind not in ("number", "words") or one.value is None or one.whole:
            continue
        if match := _OWNED.match(text.low, one.end, part.end):
            kind = next(name for name in OWNERS if match[name] is not None)
            yield Owned(kind, one, one.start, match.end(), part, match["noun"] is not None)
            continue
        led = _led(text, part, one)
        if led and (listed or led["link"] or _NOUN.match(text.low, one.end, part.end)):
            kind = next(name for name in OWNERS if led[name] is not None)
            yield Owned(kind, one, one.start - len(led[0]), one.end, part, "hình" in led[0])
            continue
        yield from _models_and_exemplars(text, part, numbers, place)


def _led(text: Text, part: Sentence, one: Quantity) -> re.Match[str] | None:
    """Return the kind of owner that stands before its number: "tập thể 19, cá nhân 7"."""
    led = _OWNER_FIRST.search(text.low[max(part.start, one.start - 40) : one.start])
    ends = _NOUN.match(text.low, one.end, part.end) or _BARE_END.match(text.low, one.end, part.end)
    return led if ends else None


def _models_and_exemplars(text: Text, part: Sentence, numbers: list[Quantity], place: int) -> Iterator[Owned]:
    """Yield both of "147 mô hình và 54 điển hình": collectives and individuals."""
    if place == 0:
        return
    first, second = numbers[place - 1], numbers[place]
    between = text.low[first.end : second.start]
    exemplars = _EXEMPLARS.match(text.low, second.end, part.end)
    noun = _TWO_NOUNS.fullmatch(between)
    if exemplars and noun and first.value is not None:
        yield Owned("collective", first, first.start, first.end + len(" mô hình"), part, True)
        yield Owned("individual", second, second.start, exemplars.end(), part, True)
