"""Labelled pairs: 31 models of our own invention (`models.tsv`: name, another name, its text, another village's text,
place, person), each in every way in which two entries look alike, and what a careful person would call the two."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kheo.lib.likeness import Print, print_of
from kheo.lib.vitext import fold

Said = tuple[str, str, str, str]
# Names that share words and mean other things, of one place and with nothing else said.
NAMES_APART = [
    ("Đoạn đường hoa", "Đoạn đường tự quản"),
    ("Đoạn đường hoa", "Đoạn đường không rác"),
    ("Tổ phụ nữ tiết kiệm", "Tổ phụ nữ phòng cháy"),
    ("Câu lạc bộ hát chèo", "Câu lạc bộ dưỡng sinh"),
    ("Cánh đồng một giống", "Cánh đồng hoa màu vụ đông"),
    ("Cổng trường an toàn", "Cổng trường xanh"),
    ("Tổ hòa giải năm tốt", "Tổ vay vốn năm tốt"),
    ("Camera an ninh", "Tiếng kẻng an ninh"),
    ("Nuôi cá lồng", "Nuôi bò nhốt chuồng"),
    ("Ngày thứ bảy vì dân", "Ngày thứ bảy tình nguyện"),
    ("Dòng họ khuyến học", "Dòng họ tự quản"),
    ("Hũ gạo tình thương", "Mái ấm tình thương"),
]


@dataclass(frozen=True)
class Case:
    """Two entries and what they are; `kind` names the way in which the pair was made."""

    kind: str
    label: str
    one: Said
    other: Said

    @property
    def prints(self) -> tuple[Print, Print]:
        return print_of(*self.one), print_of(*self.other)


def cases() -> list[Case]:
    """Return the labelled pairs, always the same."""
    lines = (Path(__file__).parent / "models.tsv").read_text().splitlines()
    models = [tuple(line.split("\t")) for line in lines]
    dice = random.Random(20171)
    made = [case for place, model in enumerate(models) for case in _of(model, models[(place + 1) % len(models)], dice)]
    apart = [Case("names that share words", "distinct", (a, "", "Xóm 1", ""), (b, "", "Xóm 1", "")) for a, b in NAMES_APART]
    return made + apart


def _of(model: tuple[str, ...], neighbour: tuple[str, ...], dice: random.Random) -> Iterator[Case]:
    name, alias, text, own_text, place, who = model
    entry = (name, text, place, who)
    yield Case("next year, marks lost", "same", entry, (fold(f"Duy trì, nhân rộng mô hình “{name}” năm 2018"), _worn(text, dice, 0.15), place, who))
    yield Case("old under a new name", "same", entry, (f"Mô hình “{alias}”", _worn(text, dice, 0.1), place, who))
    yield Case("words in another order", "same", entry, (_turned(name), _worn(text, dice, 0.25), place, ""))
    yield Case("only a mistyped name, same place", "same", (name, "", place, ""), (_mistyped(name, dice), "", place, ""))
    yield Case("written anew by the same people", "same", entry, (f"Xây dựng {name.lower()}", own_text, place, who))
    yield Case("copied by another unit", "copied", entry, (name, _worn(text, dice, 0.1), "Thôn Cầu", "Người Khác"))
    yield Case("copied in part, mistyped", "copied", entry, (_mistyped(name, dice), _worn(text, dice, 0.3), "Thôn Cầu", ""))
    yield Case("copied under a new name", "copied", entry, (alias, _worn(fold(text), dice, 0.2), "Thôn Cầu", "Người Khác"))
    yield Case("same name, other content", "distinct", entry, (name, own_text, "Thôn Cầu", "Người Khác"))
    yield Case("same name elsewhere, nothing said", "distinct", (name, "", place, ""), (f"Mô hình {name}", "", "Ấp Cầu Đá", ""))
    yield Case("another model of the same place and person", "distinct", entry, (neighbour[0], neighbour[2], place, who))
    yield Case("another model", "distinct", entry, (neighbour[1], neighbour[3], "Thôn Cầu", "Người Khác"))


def _worn(text: str, dice: random.Random, part: float) -> str:
    """Return a text with a part of its words left out or replaced."""
    said = "và các cùng những mọi đều từng thêm".split()
    words = [dice.choice([said[dice.randrange(8)], ""]) if dice.random() < part else word for word in text.split()]
    return " ".join(filter(None, words))


def _turned(name: str) -> str:
    words = name.split()
    half = len(words) // 2
    return " ".join(words[half:] + words[:half])


def _mistyped(name: str, dice: random.Random) -> str:
    words = name.split()
    place = max(range(len(words)), key=lambda n: len(words[n]))
    word = words[place]
    at = dice.randrange(1, len(word) - 1)
    words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)
