"""Titles inside a list ("II. Lĩnh vực văn hóa – xã hội", "Xã Yên Hòa") that say a field of the rows beneath."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from kheo.machinery.intake.kit import official, plain
from kheo.machinery.intake.rules.matching import Fields
from kheo.machinery.intake.rules.words import is_part_number, is_running, number_behind, without_number


@dataclass(frozen=True)
class Part:
    """A title, what it says (the key of a field and the label of its value), and how many rows it announces."""

    says: tuple[str, str]
    count: int | None


class Parts:
    """The parts of a list that are open at a row, the outer one first; each says another field."""

    def __init__(self, fields: Fields, placed: Set[str]) -> None:
        """Begin outside all parts; what has a column of its own is not looked for in titles."""
        closed = placed | set(fields.implied)
        self._choices = {key: choices for key, choices in fields.choices.items() if key not in closed}
        self._headings = {
            column.key: [plain(way) for way in (official(column.heading), *column.also)] for column in fields.columns
        }
        self.said: dict[str, str] = {}

    def read(self, mark: str, texts: Mapping[int, str], *, is_official: bool) -> Part | None:
        """Return the part that a row begins, if it is a title: one text across the table, and at most numbers beside.

        A title that says no field is one only if it is numbered like one (I, II; A, B).
        """
        titles = _titles(texts)
        is_headed = is_part_number(mark)
        if len(titles) > 1 or (titles and mark and not is_headed and not is_running(mark)):
            return None
        title = titles[0] if titles else mark
        bare, count = number_behind(title)
        name = without_number(bare)
        is_headed = is_headed or name != bare.strip(" :.")
        says = self._meant(name, exactly=is_official or not (is_headed or not titles))
        if says[0]:
            self._begin(says)
        elif not is_headed or is_running(mark) or is_official:
            return None
        return Part(says, count)

    def _meant(self, title: str, *, exactly: bool) -> tuple[str, str]:
        """Return the field that a title names, with the label: by the whole title, else by the only choice within."""
        for key, choices in self._choices.items():
            value = choices.known(title) or choices.known(self._without_heading(title, key))
            if value is not None:
                return key, choices.label(value)
        named = [(key, choices.within(title)) for key, choices in self._choices.items()] if not exactly else []
        sure = [(key, self._choices[key].label(values[0])) for key, values in named if len(values) == 1]
        return sure[0] if len(sure) == 1 else ("", "")

    def _without_heading(self, title: str, key: str) -> str:
        """Return a title without the name of the field that it says: "Lĩnh vực: Kinh tế" is "kinh te"."""
        words = plain(title)
        before = next((way for way in self._headings[key] if words.startswith(way + " ")), "")
        return words[len(before) :].strip()

    def _begin(self, says: tuple[str, str]) -> None:
        """Begin a part: it ends the one that said the same field before, with all parts inside that."""
        keys = list(self.said)
        for key in keys[keys.index(says[0]) :] if says[0] in keys else ():
            del self.said[key]
        self.said[says[0]] = says[1]


def _titles(texts: Mapping[int, str]) -> list[str]:
    """Return the different texts of a row that are no numbers; two are enough to know that it is no title."""
    titles: list[str] = []
    for text in texts.values():
        if text not in titles and not text.isdigit():
            titles.append(text)
            if len(titles) > 1:
                break
    return titles
