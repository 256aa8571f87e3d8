"""Slips of the fingers: what a folded Vietnamese word that nobody knows may have been meant to be."""

import re
from collections.abc import Iterator

_LETTERS = "abcdeghiklmnopqrstuvxy"
_BESIDE = {
    letter: row[max(0, place - 1) : place + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for place, letter in enumerate(row)
}
_DOUBLED = re.compile(r"([aeod])\1")
_HORN = re.compile("(?<=[aou])w")
_TONE_LAST = re.compile("(?<=[a-z])[sfrxj]$")
_TONE_AFTER_VOWEL = re.compile("(?<=[aeiouy])[sfrxj]")
_DIGITS = re.compile("(?<=[a-z])[0-9]+")


def meant_by(word: str) -> list[str]:
    """Return the words that a folded word may have been meant to be, one slip away, the likeliest first."""
    found = dict.fromkeys([*_keys_left(word), *_swapped(word), *_dropped(word), *_beside(word), *_other(word)])
    found |= dict.fromkeys(_added(word))
    return [each for each in found if each != word and len(each) > 1]


def halves_of(word: str) -> list[tuple[str, str]]:
    """Return the pairs of words that a space left out may have joined."""
    return [(word[:place], word[place:]) for place in range(2, len(word) - 1)]


def _keys_left(word: str) -> Iterator[str]:
    """Yield what Telex or VNI would have made of the keys, had it been switched on: "vaanj", "va65n"."""
    plain = _HORN.sub("", _DOUBLED.sub(r"\1", word)).replace("w", "u")
    yield _TONE_AFTER_VOWEL.sub("", _TONE_LAST.sub("", plain))
    yield _DIGITS.sub("", word)


def _swapped(word: str) -> Iterator[str]:
    for place in range(len(word) - 1):
        yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _dropped(word: str) -> Iterator[str]:
    """Yield the word without one of its letters, a doubled one first."""
    places = sorted(range(len(word)), key=lambda place: word[place] != word[place - 1 : place])
    for place in places:
        yield word[:place] + word[place + 1 :]


def _beside(word: str) -> Iterator[str]:
    for place, letter in enumerate(word):
        for other in _BESIDE.get(letter, ""):
            yield word[:place] + other + word[place + 1 :]


def _other(word: str) -> Iterator[str]:
    for place in range(len(word)):
        for other in _LETTERS:
            yield word[:place] + other + word[place + 1 :]


def _added(word: str) -> Iterator[str]:
    for place in range(len(word) + 1):
        for other in _LETTERS:
            yield word[:place] + other + word[place:]
