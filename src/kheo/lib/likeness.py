"""How alike two models are, and why: what is said of each becomes a `Print`, and two prints are compared.

Marks, capitals, quotes, years, filler words ("mô hình", "duy trì, nhân rộng"), the order of words and typing errors do
not count. Name, description, place and people do.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise

from rapidfuzz import fuzz

from kheo.lib.prints import Print
from kheo.lib.vitext import fold

# What is said of any model: longest first, so that "duy trì và nhân rộng" goes before "duy trì".
_FILLERS = (
    "tiep tuc duy tri va nhan rong",
    "duy tri va nhan rong",
    "duy tri nhan rong",
    "dan van kheo",
    "mo hinh",
    "dien hinh",
    "tien tien",
    "tiep tuc",
    "duy tri",
    "nhan rong",
    "xay dung",
    "thuc hien",
    "trien khai",
    "phat huy",
    "hieu qua",
    "giai doan",
    "nam hoc",
)
_JOINED_BY = "va cua trong tren tai cac nhung voi cho ve theo duoc la de thi nay do mot tu den khi o nam"
_JOINTS = frozenset(_JOINED_BY.split())
_FILLER = re.compile(rf"\b(?:{'|'.join(_FILLERS)})\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_RUN = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_WORD = re.compile(r"[^\W_]+")
# Words that stand before the name of a place or a person, and say nothing of it.
_BEFORE_PLACES = "thon xom ap to khu dan pho xa phuong thi tran huyen quan tinh thanh ban lang khoi so"
_PLACE_HEADS = frozenset(_BEFORE_PLACES.split())
_BEFORE_PEOPLE = "ong ba anh chi dong ds dc bi thu chu tich truong pho thon hoi bo"
_TITLES = frozenset(_BEFORE_PEOPLE.split())

LIKELY = 60  # from here on two are shown to a person
_SAME, _NEAR, _ONE_NAME, _COPIED = 85, 75, 78, 45
_HINT, _APART = 6, 30
_SHINGLE = 3
_ABOUT_KEYS = 20
_LONGEST_NAME = 9  # words that are left out one at a time


@dataclass(frozen=True)
class Likeness:
    """How alike two models are, from 0 to 100: in all and in each part; None for a part that one of them lacks."""

    score: int
    name: int
    about: int | None
    place: int | None
    people: int | None

    @property
    def is_likely(self) -> bool:
        """Whether a person should look at it."""
        return self.score >= LIKELY


def words_that_count(text: str) -> tuple[str, ...]:
    """Return the folded words of a text without fillers, joints and years; of a text that has nothing else, all."""
    folded = " ".join(_WORD.findall(fold(text)))
    left = [word for word in _FILLER.sub(" ", _YEAR.sub(" ", folded)).split() if word not in _JOINTS]
    return tuple(left or folded.split())


def print_of(name: str, about: str = "", place: str = "", people: str = "") -> Print:
    """Return the print of what is said of a model."""
    return Print(words_that_count(name), words_that_count(about), _bare(place, _PLACE_HEADS), _bare(people, _TITLES))


def _bare(text: str, heads: frozenset[str]) -> tuple[str, ...]:
    words = _WORD.findall(fold(text))
    return tuple(word for word in words if word not in heads) or tuple(words)


# Comparing --------------------------------------------------------------------------------------------------------


def likeness(one: Print, other: Print) -> Likeness:
    """Return how alike two prints are."""
    name = _name_likeness(one.name, other.name)
    about = _about_likeness(one.about, other.about)
    place = _set_likeness(one.place, other.place)
    people = _set_likeness(one.people, other.people)
    return Likeness(_score(name, about, place, people), name, about, place, people)


def _name_likeness(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how alike two names are: letter by letter with the words in order, but a different word weighs more than
    a letter: "đoạn đường hoa" is not "đoạn đường tự quản"."""
    if not one or not other:
        return 0
    letters = fuzz.ratio(" ".join(sorted(one)), " ".join(sorted(other)))
    if letters < 50:  # whatever the words, these are not alike
        return round(letters * 0.6)
    return round(min(letters, 100 * _shared(one, other) + 8))


def _shared(one: Sequence[str], other: Sequence[str]) -> float:
    """Return which part of the words two names share, a mistyped word as shared."""
    left, common = list(other), 0
    for word in one:
        twin = word if word in left else next((each for each in left if _mistyped(word, each)), None)
        if twin is not None:
            left.remove(twin)
            common += 1
    return 2 * common / (len(one) + len(other))


def _mistyped(one: str, other: str) -> bool:
    return min(len(one), len(other)) > 3 and fuzz.ratio(one, other) >= 75


def _about_likeness(one: Sequence[str], other: Sequence[str]) -> int | None:
    """Return how much of the shorter description stands in the other, by pairs of words and by words."""
    if len(one) < 4 or len(other) < 4:
        return None
    words, pairs = _overlap(set(one), set(other)), _overlap(set(pairwise(one)), set(pairwise(other)))
    return round(100 * (0.6 * words + 0.4 * pairs))


def _overlap(one: set[object], other: set[object]) -> float:
    common = len(one & other)
    return common / (len(one) + len(other) - common) * 0.5 + common / min(len(one), len(other)) * 0.5


def _set_likeness(one: Sequence[str], other: Sequence[str]) -> int | None:
    if not one or not other:
        return None
    return round(fuzz.ratio(" ".join(sorted(one)), " ".join(sorted(other))))


def _score(name: int, about: int | None, place: int | None, people: int | None) -> int:
    """Return the one number. A description that was copied tells of itself; a name only together with what else is the
    same: ten communes light their roads under one name, each by itself."""
    same_place, same_people = (part is not None and part >= _SAME for part in (place, people))
    hint = _HINT * (same_place + same_people)
    if about is None:
        elsewhere = place is not None and place < _NEAR and not same_people
        score = 0.8 * name + hint * 1.5 - (_APART if elsewhere or name < _ONE_NAME else 0)
    else:
        score = max(0.45 * name + 0.55 * about, about + (5 if about >= _COPIED else 0)) + hint
    if same_place and same_people and name >= _SAME:  # written anew by the same people
        score = max(score, LIKELY + 10)
    return max(0, min(100, round(score)))


def parts_of(text: str, common: Collection[str]) -> list[tuple[str, bool]]:
    """Return a text in parts that together are the text, each with whether it is a word that both have."""
    parts: list[tuple[str, bool]] = []
    last = 0
    for found in _RUN.finditer(text):
        if fold(found[0]) in common:
            parts += [(text[last : found.start()], False), (found[0], True)]
            last = found.end()
    return [(part, is_common) for part, is_common in [*parts, (text[last:], False)] if part]


# Finding ----------------------------------------------------------------------------------------------------------


def keys_of(one: Print) -> set[int]:
    """Return the keys under which a print is found: two that are alike nearly always share some. A key is a number.

    Of the name: all its words in any order, and all but one, so that one may be mistyped, added or left out. Of the
    description: the smallest numbers among those of its runs of three words, so that of two copies many are the same
    whatever was changed between. The name, or people, with the place.
    """
    name = sorted(set(one.name))
    keys = {_number("n", *name)}
    if 2 < len(name) <= _LONGEST_NAME:
        keys |= {_number("n", *name[:gap], *name[gap + 1 :]) for gap in range(len(name))}
    if one.place and one.people:
        keys.add(_number("w", *sorted(one.place), "|", *sorted(one.people)))
    for letter, part in (("p", one.place), ("m", one.people)):
        if part:
            keys.add(_number(letter, *name, "|", *sorted(part)))
    return keys | set(sorted(set(_shingles(one.about)))[:_ABOUT_KEYS])


def _shingles(words: Sequence[str]) -> Iterator[int]:
    for start in range(len(words) - _SHINGLE + 1):
        yield _number("a", *words[start : start + _SHINGLE])


def _number(*words: str) -> int:
    """Return a number for words, the same on every machine, that fits a column of whole numbers."""
    return int.from_bytes(blake2b(" ".join(words).encode(), digest_size=8).digest(), "big") >> 1
