"""Labelled pairs: 31 models of our own invention (`models.tsv`: name, another name, its text, another village's text,
place, person), each in every way in which two entries look alike, and what a careful person would call the two."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kheo.lib.likeness import print_of
from kheo.lib.prints import Print
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
    for one, other in NAMES_APART:
        made.append(Case("names that share words", "distinct", (one, "", "Xóm 1", ""), (other, "", "Xóm 1", "")))
    return made


def _of(model: tuple[str, ...], neighbour: tuple[str, ...], dice: random.Random) -> Iterator[Case]:
    name, alias, text, own_text, place, who = model
    entry, there, somebody = (name, text, place, who), "Thôn Cầu", "Người Khác"
    kept_up = fold(f"Duy trì, nhân rộng mô hình “{name}” năm 2018")
    same = {
        "next year, marks lost": (kept_up, _worn(text, dice, 0.15), place, who),
        "old under a new name": (f"Mô hình “{alias}”", _worn(text, dice, 0.1), place, who),
        "words in another order": (_turned(name), _worn(text, dice, 0.25), place, ""),
        "written anew by the same people": (f"Xây dựng {name.lower()}", own_text, place, who),
    }
    copied = {
        "copied by another unit": (name, _worn(text, dice, 0.1), there, somebody),
        "copied in part, mistyped": (_mistyped(name, dice), _worn(text, dice, 0.3), there, ""),
        "copied under a new name": (alias, _worn(fold(text), dice, 0.2), there, somebody),
    }
    distinct = {
        "same name, other content": (name, own_text, there, somebody),
        "another model of the same place and person": (neighbour[0], neighbour[2], place, who),
        "another model": (neighbour[1], neighbour[3], there, somebody),
    }
    for label, kinds in (("same", same), ("copied", copied), ("distinct", distinct)):
        for kind, other in kinds.items():
            yield Case(kind, label, entry, other)
    bare = (name, "", place, "")
    yield Case("only a mistyped name, same place", "same", bare, (_mistyped(name, dice), "", place, ""))
    yield Case("same name elsewhere, nothing said", "distinct", bare, (f"Mô hình {name}", "", "Ấp Cầu Đá", ""))


def _worn(text: str, dice: random.Random, part: float) -> str:
    """Return a text with a part of its words left out or replaced."""
    said = ["và", "các", "cùng", "những", "mọi", "đều", "từng", "thêm"]
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
