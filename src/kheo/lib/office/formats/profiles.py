"""The rules by which documents are laid out, as dated data: the State's decree and the Party's guidance, each rule with
the clause that it comes from. The tools that make our templates and the checks of any .docx read nothing else.

Sizes are in points, lengths in millimetres. A new decree or guidance is one more profile at the end of `PROFILES`.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

Form = Literal["state", "party"]
Align = Literal["left", "center", "right", "both"]
Case = Literal["upper", "mixed"]


class Block(StrEnum):
    """A part of a document that has rules of its own, in the order of the page."""

    PAGE = "page"
    PAGE_NUMBER = "page_number"
    LETTERS = "letters"
    NATION = "nation"
    MOTTO = "motto"
    PARTY_TITLE = "party_title"
    SUPERIOR = "superior"
    ISSUER = "issuer"
    NUMBER = "number"
    LETTER_ABOUT = "letter_about"
    PLACE_AND_DAY = "place_and_day"
    KIND = "kind"
    ABOUT = "about"
    ADDRESSEE = "addressee"
    BASES = "bases"
    BODY = "body"
    ARTICLE = "article"
    AUTHORITY = "authority"
    POST = "post"
    SIGNER = "signer"
    RECIPIENTS_HEAD = "recipients_head"
    RECIPIENTS = "recipients"
    ANNEX_NUMBER = "annex_number"
    ANNEX_TITLE = "annex_title"
    ANNEX_REFERENCE = "annex_reference"


@dataclass(frozen=True)
class Span:
    """The least and the most that a value may be."""

    low: float
    high: float

    def holds(self, value: float, tolerance: float = 0.0) -> bool:
        """Return whether a value lies within; `tolerance` is for what a word processor rounds."""
        return self.low - tolerance <= value <= self.high + tolerance


@dataclass(frozen=True)
class Look:
    """How the letters of a block are set; None is not ruled."""

    size: Span
    clause: str
    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    case: Case | None = None
    align: Align | None = None


@dataclass(frozen=True)
class Margins:
    """How far the text stays from the edges of the paper."""

    top: Span
    bottom: Span
    left: Span
    right: Span


@dataclass(frozen=True)
class Lines:
    """How the paragraphs of the text stand: where the first line begins, the space between paragraphs and lines. Lines
    are measured in lines of their own letters, or in points where the rule says points."""

    first_line: tuple[Span, ...]
    between_paragraphs: float
    lines: Span | None
    points: Span | None
    is_exact: bool
    clause: str


@dataclass(frozen=True)
class Signs:
    """How numbers, signatures and lists are written."""

    number_colon: bool
    after_number: str
    within_symbol: str
    number_example: str
    number_clause: str
    day_clause: str
    authorities: tuple[str, ...]
    authority_clause: str
    last_basis: str
    bases_clause: str
    keeps_with_colon: bool
    recipients_clause: str


@dataclass(frozen=True)
class Profile:
    """One set of rules, from the day on which it holds."""

    key: str
    form: Form
    name: str
    valid_from: date
    papers: tuple[tuple[int, int], ...]
    paper_clause: str
    margins: Margins
    margins_clause: str
    typeface: str
    typeface_clause: str
    page_number_clause: str
    lines: Lines
    signs: Signs
    looks: MappingProxyType[Block, Look]
    head_sizes: tuple[tuple[float, float, float], ...] = ()
    head_sizes_clause: str = ""


A4, A5 = (210, 297), (148, 210)
_FOURTEEN = Span(14, 14)


def _state_looks() -> dict[Block, Look]:
    """Return the looks of Annex I, part II of the decree."""
    part = "Phụ lục I, Mục II, khoản {}"
    small, usual = Span(12, 13), Span(13, 14)
    return {
        Block.NATION: Look(small, part.format(1), bold=True, italic=False, case="upper", align="center"),
        Block.MOTTO: Look(usual, part.format(1), bold=True, italic=False, case="mixed", align="center"),
        Block.SUPERIOR: Look(small, part.format(2), bold=False, italic=False, case="upper", align="center"),
        Block.ISSUER: Look(small, part.format(2), bold=True, italic=False, case="upper", align="center"),
        Block.NUMBER: Look(Span(13, 13), part.format(3), bold=False, italic=False, align="center"),
        Block.PLACE_AND_DAY: Look(usual, part.format(4), bold=False, italic=True, align="center"),
        Block.KIND: Look(usual, part.format(5), bold=True, italic=False, case="upper", align="center"),
        Block.ABOUT: Look(usual, part.format(5), bold=True, italic=False, case="mixed", align="center"),
        Block.LETTER_ABOUT: Look(small, part.format(5), bold=False, italic=False, case="mixed", align="center"),
        Block.BASES: Look(usual, part.format(6), bold=False, italic=True, align="both"),
        Block.BODY: Look(usual, part.format(6), align="both"),
        Block.ARTICLE: Look(usual, part.format(6), bold=True, italic=False),
        Block.AUTHORITY: Look(usual, part.format(7), bold=True, italic=False, case="upper", align="center"),
        Block.POST: Look(usual, part.format(7), bold=True, italic=False, case="upper", align="center"),
        Block.SIGNER: Look(usual, part.format(7), bold=True, italic=False, case="mixed", align="center"),
        Block.ADDRESSEE: Look(usual, part.format(9), bold=False, italic=False),
        Block.RECIPIENTS_HEAD: Look(Span(12, 12), part.format(9), bold=True, italic=True, align="left"),
        Block.RECIPIENTS: Look(Span(11, 11), part.format(9), bold=False, italic=False),
        Block.PAGE_NUMBER: Look(usual, "Phụ lục I, Mục I, khoản 7", bold=False, italic=False, align="center"),
        Block.ANNEX_NUMBER: Look(_FOURTEEN, "Phụ lục I, Mục III, khoản 1", bold=True, italic=False, align="center"),
        Block.ANNEX_TITLE: Look(usual, "Phụ lục I, Mục III, khoản 1", bold=True, case="upper", align="center"),
        Block.ANNEX_REFERENCE: Look(usual, "Phụ lục I, Mục III, khoản 1", bold=False, italic=True, align="center"),
    }


def _party_looks(clause: dict[str, str]) -> dict[Block, Look]:
    """Return the looks of the Party's guidance; the clauses are told by part of the document."""
    usual = Span(14, 15)
    return {
        Block.PARTY_TITLE: Look(Span(15, 15), clause["title"], bold=True, italic=False, case="upper", align="center"),
        Block.SUPERIOR: Look(_FOURTEEN, clause["issuer"], bold=False, italic=False, case="upper", align="center"),
        Block.ISSUER: Look(_FOURTEEN, clause["issuer"], bold=True, italic=False, case="upper", align="center"),
        Block.NUMBER: Look(_FOURTEEN, clause["number"], bold=False, italic=False, align="center"),
        Block.PLACE_AND_DAY: Look(_FOURTEEN, clause["day"], bold=False, italic=True, align="center"),
        Block.KIND: Look(Span(15, 16), clause["kind"], bold=True, italic=False, case="upper", align="center"),
        Block.ABOUT: Look(usual, clause["kind"], bold=True, italic=False, case="mixed", align="center"),
        Block.LETTER_ABOUT: Look(Span(12, 12), clause["kind"], bold=False, italic=True, align="center"),
        Block.ADDRESSEE: Look(usual, clause["recipients"], bold=False),
        Block.BASES: Look(usual, clause["body"], bold=False, italic=False, align="both"),
        Block.BODY: Look(usual, clause["body"], align="both"),
        Block.ARTICLE: Look(usual, clause["body"], bold=True, italic=False),
        Block.AUTHORITY: Look(_FOURTEEN, clause["signer"], bold=True, italic=False, case="upper", align="center"),
        Block.POST: Look(_FOURTEEN, clause["signer"], bold=False, italic=False, case="upper", align="center"),
        Block.SIGNER: Look(_FOURTEEN, clause["signer"], bold=True, italic=False, case="mixed", align="center"),
        Block.RECIPIENTS_HEAD: Look(
            _FOURTEEN, clause["recipients"], bold=False, italic=False, underline=True, align="left"
        ),
        Block.RECIPIENTS: Look(Span(12, 12), clause["recipients"], bold=False, italic=False),
        Block.PAGE_NUMBER: Look(_FOURTEEN, clause["page_number"], bold=False, italic=False, align="center"),
    }


_GUIDANCE_2018 = {
    "title": "Mục II, điểm 1.1 và Phụ lục 3",
    "issuer": "Mục II, điểm 1.2 và Phụ lục 3",
    "number": "Mục II, điểm 1.3 và Phụ lục 3",
    "day": "Mục II, điểm 1.4 và Phụ lục 3",
    "kind": "Mục II, điểm 1.5 và Phụ lục 3",
    "body": "Mục II, điểm 1.6 và Phụ lục 3",
    "signer": "Mục II, điểm 1.7 và Phụ lục 3",
    "recipients": "Mục II, điểm 1.9 và Phụ lục 3",
    "page": "phần phông chữ, khổ giấy, định lề trang",
    "page_number": "phần số trang và Phụ lục 3",
}
# The guidance of 2026 is known to us by what others write of it: its parts are named, not numbered.
_GUIDANCE_2026 = {
    "title": "phần tiêu đề",
    "issuer": "phần tên cơ quan ban hành",
    "number": "phần số và ký hiệu",
    "day": "phần địa danh và ngày, tháng, năm",
    "kind": "phần tên loại và trích yếu",
    "body": "phần nội dung văn bản",
    "signer": "phần quyền hạn, chức vụ, họ tên",
    "recipients": "phần nơi nhận",
    "page": "phần phông chữ, khổ giấy, định lề trang",
    "page_number": "phần số trang",
}


def _party(
    key: str, name: str, day: date, clause: dict[str, str], papers: tuple[tuple[int, int], ...], lines: Lines
) -> Profile:
    """Return a profile of the Party: its guidances differ in little."""
    return Profile(
        key=key,
        form="party",
        name=name,
        valid_from=day,
        papers=papers,
        paper_clause=clause["page"],
        margins=Margins(Span(20, 20), Span(20, 20), Span(30, 30), Span(15, 15)),
        margins_clause=clause["page"],
        typeface="Times New Roman",
        typeface_clause=clause["page"],
        page_number_clause=clause["page_number"],
        lines=lines,
        signs=Signs(
            number_colon=False,
            after_number="-",
            within_symbol="/",
            number_example="Số 05-KH/ĐU",
            number_clause=clause["number"],
            day_clause=clause["day"],
            authorities=("T/M", "K/T", "T/L", "Q."),
            authority_clause=clause["signer"],
            last_basis=".,",
            bases_clause=clause["body"],
            keeps_with_colon=False,
            recipients_clause=clause["recipients"],
        ),
        looks=MappingProxyType(_party_looks(clause)),
    )


STATE_2020 = Profile(
    key="state-2020",
    form="state",
    name="Nghị định số 30/2020/NĐ-CP",
    valid_from=date(2020, 3, 5),
    papers=(A4,),
    paper_clause="Phụ lục I, Mục I, khoản 1 và 2",
    margins=Margins(Span(20, 25), Span(20, 25), Span(30, 35), Span(15, 20)),
    margins_clause="Phụ lục I, Mục I, khoản 3",
    typeface="Times New Roman",
    typeface_clause="Phụ lục I, Mục I, khoản 4",
    page_number_clause="Phụ lục I, Mục I, khoản 7",
    lines=Lines(
        first_line=(Span(10, 10), Span(12.7, 12.7)),
        between_paragraphs=6,
        lines=Span(1.0, 1.5),
        points=None,
        is_exact=False,
        clause="Phụ lục I, Mục II, khoản 6",
    ),
    signs=Signs(
        number_colon=True,
        after_number="/",
        within_symbol="-",
        number_example="Số: 05/KH-UBND",
        number_clause="Phụ lục I, Mục II, khoản 3",
        day_clause="Phụ lục I, Mục II, khoản 4",
        authorities=("TM.", "KT.", "TL.", "TUQ.", "Q."),
        authority_clause="Phụ lục I, Mục II, khoản 7",
        last_basis=".",
        bases_clause="Phụ lục I, Mục II, khoản 6",
        keeps_with_colon=True,
        recipients_clause="Phụ lục I, Mục II, khoản 9",
    ),
    looks=MappingProxyType(_state_looks()),
    head_sizes=((13, 14, 14), (12, 13, 13)),
    head_sizes_clause="Phụ lục I, Mục V, ghi chú",
)
PARTY_2018 = _party(
    "party-2018",
    "Hướng dẫn số 36-HD/VPTW",
    date(2018, 4, 3),
    _GUIDANCE_2018,
    (A4, A5),
    Lines((Span(9, 11),), 6, None, Span(18, 36), is_exact=False, clause=_GUIDANCE_2018["body"]),
)
PARTY_2026 = _party(
    "party-2026",
    "Hướng dẫn số 05-HD/VPTW",
    date(2026, 5, 27),
    _GUIDANCE_2026,
    (A4,),
    Lines((Span(9, 11),), 6, None, Span(18, 22), is_exact=True, clause=_GUIDANCE_2026["body"]),
)
PROFILES = (STATE_2020, PARTY_2018, PARTY_2026)


def profile_of(key: str) -> Profile:
    """Return a profile by its key; raises KeyError where there is none."""
    return {profile.key: profile for profile in PROFILES}[key]


def profile_on(form: Form, day: date) -> Profile:
    """Return the rules of a form on a day; before the first that we know, the first."""
    of_form = [profile for profile in PROFILES if profile.form == form]
    return next((one for one in reversed(of_form) if one.valid_from <= day), of_form[0])
