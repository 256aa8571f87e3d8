"""Names of Vietnamese places as people write them: "TT. Yên Thịnh", "X. Yên Hòa", "P.Yên Thắng", "thị trấn …"."""

import re

from kheo.lib.vitext import fold, words

# How each kind of place is written before its name, folded. Longer words first, so that "thi tran" is not read as "t".
_WRITTEN = {
    "province": ("tinh", "thanh pho", "tp"),
    "district": ("huyen", "quan", "thi xa", "thanh pho", "tp", "tx", "h", "q"),
    "commune": ("xa", "x"),
    "ward": ("phuong", "p"),
    "township": ("thi tran", "tt"),
    "special_zone": ("dac khu",),
    "hamlet": ("to dan pho", "thon", "xom", "ap", "ban", "khom", "buon", "lang", "tdp"),
}
_KINDS: dict[str, frozenset[str]] = {}
for _kind, _words in _WRITTEN.items():
    for _word in _words:
        _KINDS[_word] = _KINDS.get(_word, frozenset()) | {_kind}
_BEFORE = re.compile(
    "(?P<kind>" + "|".join(sorted(_KINDS, key=len, reverse=True)) + r")(?:\s*\.\s*|\s+)(?P<name>\S.*)", re.DOTALL
)


def split_place(text: str) -> tuple[frozenset[str], str]:
    """Return the kinds that the words before a name can mean (none if it has none), and the bare name, folded.

    >>> split_place("TT.Yên Thịnh")
    (frozenset({'township'}), 'yen thinh')
    >>> split_place("Yên Hòa")
    (frozenset(), 'yen hoa')
    """
    folded = fold(text)
    found = _BEFORE.fullmatch(folded)
    return (_KINDS[found["kind"]], found["name"]) if found else (frozenset(), folded)


def is_named_in(text: str, place: str) -> bool:
    """Return whether a text names a place by its whole name, or is its bare name alone.

    >>> is_named_in("Nhà văn hóa thôn Trinh Nữ, xã Yên Hòa", "Thôn Trinh Nữ")
    True
    >>> is_named_in("Trinh Nữ", "Thôn Trinh Nữ"), is_named_in("Thôn 10", "Thôn 1"), is_named_in("1", "Thôn 1")
    (True, False, False)
    """
    said, whole, bare = words(text), words(place), words(split_place(place)[1])
    if said == bare and any(not word.isdecimal() for word in bare):
        return True
    return any(said[start : start + len(whole)] == whole for start in range(len(said) - len(whole) + 1))
