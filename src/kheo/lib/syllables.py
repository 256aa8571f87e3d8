"""What a Vietnamese syllable is made of: letters, tones, and which combinations exist."""

import re
import unicodedata
from functools import lru_cache

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
"""The six tones in the order of the dictionary: ngang, huyền, hỏi, ngã, sắc, nặng."""

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""The letters in the order of the dictionary (f, j, w and z are foreign guests)."""

VOWELS = "aăâeêioôơuưy"

ACCENTED = frozenset("đ") | {
    unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES if vowel + tone > "z" or tone
}
"""The 67 small letters that English does not have."""

_ONSETS = ("ngh", "ng", "nh", "gh", "gi", "kh", "ph", "th", "tr", "ch", "qu", *"qbcdđghklmnprstvx", "")

_RHYMES_LISTED = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong op ot ooc oong oa oac oach oai oam oan oang oanh oao oap oat oay
    oăc oăm oăn oăng oăp oăt oe oem oen oeng oeo oet
    ô ôc ôi ôm ôn ông ôp ôt ôôc ôông ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uân uâng uât uây uê uêch uên uênh uêu
    uôc uôi uôm uôn uông uôp uôt uơ uơn uy uya uych uyn uynh uyp uyt uyu uyên uyêt
    ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
"""
_RHYMES = frozenset(_RHYMES_LISTED.split())
_LONGEST = 7  # nghiêng
_STOPPED = re.compile(r"(c|ch|p|t)$")
_Y_ALONE = frozenset(["", "h", "k", "l", "m", "qu", "s", "t"])


def split_tone(letter: str) -> tuple[str, str]:
    """Return a composed letter without its tone, and the tone ("" for none)."""
    parts = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in parts[1:] if mark in TONES), "")
    return unicodedata.normalize("NFC", parts.replace(tone, "", 1) if tone else parts), tone


@lru_cache(maxsize=16_384)  # a text says the same words again and again
def is_syllable(word: str) -> bool:
    """Say whether a word in composed letters could be one Vietnamese syllable, tone and all."""
    if len(word) > _LONGEST:
        return False
    letters, tones = [], []
    for letter in word.lower():
        plain, tone = split_tone(letter)
        letters.append(plain)
        tones += [tone] if tone else []
    if len(tones) > 1:
        return False
    bare, tone = "".join(letters), "".join(tones)
    if _STOPPED.search(bare) and tone not in TONES[4:]:
        return False
    return any(_rhymes(onset, bare[len(onset) :]) for onset in _ONSETS if bare.startswith(onset))


def _rhymes(onset: str, rhyme: str) -> bool:
    if rhyme == "y":
        return onset in _Y_ALONE
    if rhyme.startswith("y"):
        return onset in ("", "qu") and "i" + rhyme[1:] in _RHYMES
    if rhyme.endswith("k"):  # Đắk Lắk, Đắk Nông: names of other peoples
        rhyme = rhyme[:-1] + "c"
    return rhyme in _RHYMES
