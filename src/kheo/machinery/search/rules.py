"""How text becomes the tokens of the index, and a question becomes a match: the same words for both databases.

Each token carries what it is as its first letter, so that one index answers everything: `w` a word without its marks,
`e` the same word as it is spelt, `t` a word of the title, `n` one of the names by which lists know it, `x` who may see
it and what it is.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from django.utils.translation import gettext as _

from kheo.lib.vitext import exact_key, fold

LONGEST_QUESTION = 200
MOST_WORDS = 12
SHORTEST_PREFIX = 2
LONGEST_RUN = 8  # words that an abbreviation may stand for
MOST_FORMS = 24
LONGEST_EXTRACT = 260
# On the portal everybody finds what is public; in the workspace, what is public and has a screen there.
PUBLIC = "xpublic"
EVERY_OFFICER = "xofficer"
# What is of no unit: every site shows it.
EVERY_SITE = "xpall"
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """Return the words of a folded or exact text; "m²" is m2."""
    return _WORD.findall(text if text.isascii() else unicodedata.normalize("NFKC", text))


def tag_of_kind(kind: str) -> str:
    """Return the token of a kind of record."""
    return f"xk{kind}"


def tag_of_unit(unit_id: int) -> str:
    """Return the token that an entry of a unit below (or of) this one carries."""
    return f"xu{unit_id}"


def tag_of_place(unit_id: int) -> str:
    """Return the token that a public entry of a unit below (or of) this one carries, for the site of the unit."""
    return f"xp{unit_id}"


def tag_of_year(year: int | str) -> str:
    """Return the token of a year."""
    return f"xy{year}"


def tag_of_shelf(shelf: str) -> str:
    """Return the token of a shelf: a section of the news, a field of the movement."""
    return "xs" + "".join(words_of(fold(shelf)))


def tokens_of(title: str, text: str, tags: Iterable[str], names: str = "") -> str:
    """Return all tokens of an entry in one line; its title is one of its `names`, if it has any others."""
    whole = f"{title}\n{text}"
    known_by = words_of(fold(f"{title}\n{names}")) if names else []
    parts = (
        ("n", list(dict.fromkeys(known_by))),
        ("t", words_of(fold(title))),
        ("e", words_of(exact_key(whole))),
        ("w", words_of(fold(whole))),
    )
    return " ".join([*tags, *(letter + f" {letter}".join(words) for letter, words in parts if words)])


# The ways to say one piece of a question, each some words side by side.
Part = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Question:
    """What a reader asks: the words without and with their marks, and every way in which they may be meant. All parts
    of a way must be found."""

    folded: tuple[str, ...]
    exact: tuple[str, ...]
    ways: tuple[tuple[Part, ...], ...]

    @property
    def marks_left_out(self) -> bool:
        """Two or more words without a single mark: typed in haste, so text that has the marks is meant."""
        return len(self.folded) > 1 and self.folded == self.exact

    @property
    def forms(self) -> tuple[tuple[str, ...], ...]:
        """The question written out in full, in some of the ways that it may be meant."""
        each = max(1, MOST_FORMS // max(1, len(self.ways)))
        chosen = (form for way in self.ways for form in islice(product(*way), each))
        return tuple(dict.fromkeys(tuple(word for piece in form for word in piece) for form in chosen))

    @property
    def words(self) -> tuple[str, ...]:
        """Every word that may be meant, to be marked in a text; the last one may be half typed."""
        every = [word for way in self.ways for part in way for piece in part for word in piece]
        return tuple(dict.fromkeys([*(word for word in every if word not in self.folded[-1:]), *self.folded[-1:]]))


def words_asked(text: str) -> tuple[str, ...]:
    """Return the folded words of a text that somebody typed, whatever it holds."""
    return tuple(words_of(fold(text[:LONGEST_QUESTION]))[:MOST_WORDS])


def question(text: str, said_otherwise: Mapping[str, Sequence[str]] | None = None) -> Question:
    """Return the question in a text that somebody typed. `said_otherwise` gives for some of its words (`runs_in`) what
    means the same."""
    folded = words_asked(text)
    parts = tuple(_parts(folded, said_otherwise or {}))
    return Question(folded, tuple(words_of(exact_key(text[:LONGEST_QUESTION]))[:MOST_WORDS]), (parts,))


def key_of(text: str) -> str:
    """Return what abbreviations are compared by: folded words with a space between them."""
    return " ".join(words_of(fold(text)))


def runs_in(words: Sequence[str]) -> set[str]:
    """Return all words, and words side by side, that may be an abbreviation or what it stands for."""
    places = range(len(words))
    return {" ".join(words[start:end]) for start in places for end in range(start + 1, start + 1 + LONGEST_RUN)}


def why_not_abbreviate(short: str, long: str) -> list[str]:
    """Return every reason why these two cannot stand for one another."""
    reasons = []
    if len(words_of(fold(short))) != 1:
        reasons.append(_("The abbreviation must be one word of letters or digits, such as NTM."))
    if not 2 <= len(words_of(fold(long))) <= LONGEST_RUN:
        reasons.append(_("Write out the words in full: two to %(most)s words.") % {"most": LONGEST_RUN})
    return reasons


def mend(asked: Question, mended: Mapping[str, Sequence[tuple[str, ...]]], known: Collection[str]) -> Question | None:
    """Return the question with what its words may have been `meant` to be: those that nobody knows, or else any one of
    them; None where that helps nothing."""
    words = asked.folded
    unknown = [place for place, word in enumerate(words) if word not in known]
    turns = [unknown] if unknown else [[place] for place, word in enumerate(words) if mended.get(word)]
    if not turns or any(not mended.get(words[place]) for place in unknown):
        return None
    ways = [
        tuple(tuple(mended[word]) if place in turn else ((word,),) for place, word in enumerate(words))
        for turn in turns
    ]
    return Question(words, (), tuple(ways))


def spelt_in(text: str, forms: Iterable[Sequence[str]]) -> str:
    """Return the words of a text that fold to one of the forms, as the text spells them; empty if none stands there."""
    found = list(_WORD.finditer(unicodedata.normalize("NFC", text)))
    folded = [fold(each[0]) for each in found]
    for form in forms:
        for place in range(len(folded) - len(form) + 1):
            if folded[place : place + len(form)] == list(form):
                return " ".join(each[0] for each in found[place : place + len(form)])
    return ""


def has_all(title: str, summary: str, asked: Question) -> bool:
    """Return whether a title and summary have all the words of a question, the last of which may be half typed."""
    known = words_of(fold(f"{title}\n{summary}"))
    whole, last = asked.folded[:-1], asked.folded[-1:]
    return set(known).issuperset(whole) and all(any(each.startswith(word) for each in known) for word in last)


def extract_of(text: str, words: Sequence[str]) -> str:
    """Return the part of a text, a line or some of it, where most of the folded words stand; empty if none does."""
    starts = re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + ")")
    best, most = "", 0
    for line in text.splitlines():
        count = len(set(starts.findall(fold(line))))
        if count > most:
            best, most = line, count
        if most == len(words):
            break
    return _around(best, starts) if most else ""


def _around(line: str, starts: re.Pattern[str]) -> str:
    """Return a line, or of a long one what stands around the first of the words."""
    folded = fold(line)
    found = starts.search(folded)
    if len(line) <= LONGEST_EXTRACT or found is None:
        return line[:LONGEST_EXTRACT]
    place = found.start() if len(folded) == len(line) else 0
    begin = max(0, min(place - LONGEST_EXTRACT // 3, len(line) - LONGEST_EXTRACT))
    cut = line[begin : begin + LONGEST_EXTRACT]
    if begin:
        cut = "… " + cut.partition(" ")[2]
    return cut if begin + LONGEST_EXTRACT >= len(line) else cut.rpartition(" ")[0] + " …"


def _parts(words: Sequence[str], said_otherwise: Mapping[str, Sequence[str]]) -> Iterator[Part]:
    place = 0
    while place < len(words):
        runs = [tuple(words[place : place + length]) for length in range(LONGEST_RUN, 0, -1)]
        run = next((run for run in runs if " ".join(run) in said_otherwise), runs[-1])
        yield (run, *(tuple(other.split()) for other in said_otherwise.get(" ".join(run), ())))
        place += len(run)


# What offices write short everywhere; each office may take out and add on its own screen.
SHIPPED = (
    ("DVK", "dân vận khéo"),
    ("NTM", "nông thôn mới"),
    ("ANQP", "an ninh, quốc phòng"),
    ("QPAN", "quốc phòng, an ninh"),
    ("ANTT", "an ninh trật tự"),
    ("ATGT", "an toàn giao thông"),
    ("BVTV", "bảo vệ thực vật"),
    ("VSMT", "vệ sinh môi trường"),
    ("MTTQ", "Mặt trận Tổ quốc"),
    ("UBND", "Ủy ban nhân dân"),
    ("HĐND", "Hội đồng nhân dân"),
    ("BCĐ", "Ban Chỉ đạo"),
    ("BTV", "Ban Thường vụ"),
    ("BTG", "Ban Tuyên giáo"),
    ("LHPN", "Liên hiệp Phụ nữ"),
    ("CCB", "Cựu chiến binh"),
    ("HND", "Hội Nông dân"),
    ("ĐTN", "Đoàn Thanh niên"),
    ("LĐLĐ", "Liên đoàn Lao động"),
    ("KDC", "khu dân cư"),
    ("TDP", "tổ dân phố"),
    ("HTX", "hợp tác xã"),
    ("GPMB", "giải phóng mặt bằng"),
    ("GTNT", "giao thông nông thôn"),
    ("QCDC", "quy chế dân chủ"),
    ("CCHC", "cải cách hành chính"),
    ("CNTT", "công nghệ thông tin"),
    ("BHYT", "bảo hiểm y tế"),
    ("BHXH", "bảo hiểm xã hội"),
    ("PCCC", "phòng cháy, chữa cháy"),
    ("THCS", "trung học cơ sở"),
    ("OCOP", "mỗi xã một sản phẩm"),
)
