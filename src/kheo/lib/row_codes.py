"""The code by which a row of a workbook names a record: letters, its number and two check digits, so that a slip of the
hand is noticed, and the version that was downloaded, so that what others changed meanwhile is noticed too. It allows
nothing: what the bringer may change is asked of the register."""

import re


class RowCodes:
    """The codes of one kind of record."""

    def __init__(self, letters: str) -> None:
        """Begin each code with letters, which keep spreadsheets from making a number of it."""
        self._letters = letters
        self._shape = re.compile(rf"{letters}([1-9][0-9]{{0,17}})([0-9]{{2}})(?:-([0-9]{{1,9}}))?", re.IGNORECASE)

    def code_of(self, number: int, version: int = 0) -> str:
        """Return the code of a record's number, in a version if it is given."""
        return f"{self._letters}{number}{_check(number):02}" + (f"-{version}" if version else "")

    def number_in(self, code: str) -> int | None:
        """Return the number that a code names; None if it is no code, or one digit is wrong or two are swapped."""
        found = self._shape.fullmatch(code.strip())
        if found is None or int(found[2]) != _check(int(found[1])):
            return None
        return int(found[1])

    def version_in(self, code: str) -> int | None:
        """Return the version that a code names; None if it names none."""
        found = self._shape.fullmatch(code.strip())
        return int(found[3]) if found and found[3] else None


def _check(number: int) -> int:
    """Return the check digits by ISO 7064, MOD 97-10."""
    return 98 - number * 100 % 97
