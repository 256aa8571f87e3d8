"""Numbers as a Vietnamese office writes, reads aloud and types them."""

import re
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", " nghìn", " triệu")
_SAID = {word: digit for digit, word in enumerate(_DIGITS)} | {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
_SAID_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_BILLION = 1_000_000_000
_VIETNAMESE = re.compile(r"([+-]?)([0-9]+|[0-9]{1,3}(?:[.\s][0-9]{3})+)(?:,([0-9]+))?")
_OTHER_WAY = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")


class NumberProblem(StrEnum):
    """Why a value is no number; the rooms above say it in words."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    AMBIGUOUS = "ambiguous"


class NotANumber(ValueError):
    """A value that is no number, or not surely one."""

    def __init__(self, problem: NumberProblem) -> None:
        """Keep the problem for whoever tells the reader."""
        super().__init__(problem.value)
        self.problem = problem


def grouped(number: float | Decimal, places: int | None = None) -> str:
    """Return "1.234,5": points between thousands, a comma before decimals (rounded half up to `places`)."""
    exact = Decimal(str(number))
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{exact:,f}".translate(str.maketrans(",.", ".,"))


def percent(part: float | Decimal, whole: float | Decimal, places: int = 1) -> str:
    """Return a share as "37,7%" without empty decimals; "–" of nothing."""
    if not whole:
        return "–"
    share = grouped(Decimal(str(part)) * 100 / Decimal(str(whole)), places)
    return (share.rstrip("0").rstrip(",") if "," in share else share) + "%"


def in_words(number: int) -> str:
    """Return a whole number in words, the northern way: "một trăm ba mươi tám", "hai mươi mốt", "một trăm linh năm"."""
    if number < 0:
        return "âm " + in_words(-number)
    if number == 0:
        return _DIGITS[0]
    billions, rest = divmod(number, _BILLION)
    said = [in_words(billions) + " tỷ"] if billions else []
    for scale in (2, 1, 0):
        three = rest // 1000**scale % 1000
        if three:
            said.append(_three_in_words(three, full=bool(said)) + _SCALES[scale])
    return " ".join(said)


def parse_number(value: object) -> int | Decimal:
    """Return the number that a person or a cell meant; raises NotANumber, never guesses.

    "1.047" is one thousand and forty-seven and "1,5" is one and a half; what an English sheet
    would read otherwise and Vietnamese cannot ("1.5") or would hardly write ("1,234") is refused.
    """
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return value
    if isinstance(value, float):
        value_of = Decimal(repr(value))
        if not value_of.is_finite():
            raise NotANumber(NumberProblem.NOT_A_NUMBER)
        return int(value_of) if value_of == value_of.to_integral_value() else value_of
    if isinstance(value, str):
        return _from_text(value.strip())
    raise NotANumber(NumberProblem.EMPTY if value is None else NumberProblem.NOT_A_NUMBER)


def from_words(words: str) -> int | None:
    """Return the whole number that small words say ("một trăm linh năm" is 105); None if they say none."""
    total = under_thousand = 0
    last: int | None = None
    for word in words.split():
        if word in _SAID and last is None:
            last = _SAID[word]
        elif word in ("mười", "mươi") and (last is None) == (word == "mười"):
            under_thousand, last = under_thousand + (last or 1) * 10, None
        elif word == "trăm" and last is not None:
            under_thousand, last = last * 100, None
        elif word in _SAID_SCALES and (last is not None or under_thousand):
            total, under_thousand, last = total + (under_thousand + (last or 0)) * _SAID_SCALES[word], 0, None
        elif word not in ("linh", "lẻ") or last is not None:
            return None
    said = total + under_thousand + (last or 0)
    return said if said or words == _DIGITS[0] else None


def _from_text(text: str) -> int | Decimal:
    if not text:
        raise NotANumber(NumberProblem.EMPTY)
    found = _VIETNAMESE.fullmatch(text)
    other_way = _OTHER_WAY.fullmatch(text)
    if found is None:
        raise NotANumber(NumberProblem.AMBIGUOUS if other_way else NumberProblem.NOT_A_NUMBER)
    sign, whole, decimals = found[1], re.sub(r"[.\s]", "", found[2]), found[3]
    if decimals is None:
        return int(sign + whole)
    if other_way and len(decimals) == 3 and whole != "0":
        raise NotANumber(NumberProblem.AMBIGUOUS)
    return Decimal(f"{sign}{whole}.{decimals}")


def _three_in_words(three: int, full: bool) -> str:
    """Return 1–999 in words; `full` says the empty hundreds too, as after a larger group."""
    hundreds, tens, ones = three // 100, three // 10 % 10, three % 10
    said = [f"{_DIGITS[hundreds]} trăm"] if hundreds or full else []
    if tens == 0:
        said += [f"linh {_DIGITS[ones]}" if said else _DIGITS[ones]] if ones else []
        return " ".join(said)
    said.append("mười" if tens == 1 else f"{_DIGITS[tens]} mươi")
    if ones:
        said.append(_after_tens(tens, ones))
    return " ".join(said)


def _after_tens(tens: int, ones: int) -> str:
    """Return the last digit as it changes after mười and mươi: mốt, tư, lăm."""
    if ones == 5:
        return "lăm"
    return {1: "mốt", 4: "tư"}.get(ones, _DIGITS[ones]) if tens > 1 else _DIGITS[ones]
