"""Checks of what stands on the page: the paper, the number of the page, the parts that must be there, and how numbers,
days, signatures and lists are written."""

import re
from collections.abc import Iterator
from typing import Literal

from kheo.lib.office.formats.blocks import AUTHORITY, Parts
from kheo.lib.office.formats.findings import Finding, Place, Severity, What, at, told
from kheo.lib.office.formats.letters import manner, sizes, span
from kheo.lib.office.formats.lines import Line, Paper, Section
from kheo.lib.office.formats.profiles import Block, Profile
from kheo.lib.vitext import fold

_ROUNDED = 0.5
_ONE_PAGE = 3_000  # characters; more than that never stands on one page
_SIDES: tuple[tuple[Literal["top", "bottom", "left", "right"], What], ...] = (
    ("top", What.MARGIN_TOP),
    ("bottom", What.MARGIN_BOTTOM),
    ("left", What.MARGIN_LEFT),
    ("right", What.MARGIN_RIGHT),
)
_NUMBER = re.compile(r"Số\s*(?P<colon>:?)\s*(?P<number>[\d….\s_]*?)\s*(?P<sign>[-/–])\s*(?P<symbol>.*)$", re.I)
_DAY = re.compile(r"(?P<place>.*?)(?P<comma>,?)\s*ngày\s*(?P<day>[\d….]*)\s*tháng\s*(?P<month>[\d….]*)\s*năm", re.I)
_LEARNED = re.compile(r"(PGS|GS|TS|ThS|Th\.S|BS|KS|CN|Ts)\b\.?", re.I)


def pages(paper: Paper, profile: Profile) -> Iterator[Finding]:
    """Yield what departs in paper and margins of each section."""
    for section in paper.sections:
        here = _pages_of(section, paper)
        width, height = sorted((section.width, section.height))
        if not any(abs(width - w) < 1 and abs(height - h) < 1 for w, h in profile.papers):
            found, wanted = f"{told(width)} × {told(height)}", " / ".join(f"{w} × {h}" for w, h in profile.papers)
            yield Finding(Block.PAGE, What.PAPER, Severity.WRONG, found, wanted, profile.paper_clause, here)
        if section.width > section.height and not section.has_table:
            yield Finding(Block.PAGE, What.ACROSS, Severity.WRONG, "", "", profile.paper_clause, here)
        yield from _margins(section, profile, here)


def _pages_of(section: Section, paper: Paper) -> tuple[Place, ...]:
    """Return the place of a section, where there are several."""
    return (Place(section=section.number),) if len(paper.sections) > 1 else ()


def _margins(section: Section, profile: Profile, here: tuple[Place, ...]) -> Iterator[Finding]:
    for side, what in _SIDES:
        found, rule = getattr(section, side), getattr(profile.margins, side)
        if not rule.holds(found, _ROUNDED):
            yield Finding(Block.PAGE, what, Severity.WRONG, told(found), span(rule), profile.margins_clause, here)


def page_numbers(paper: Paper, profile: Profile) -> Iterator[Finding]:
    """Yield what is wrong with the number of the page: there from the second on, in the middle above."""
    length = sum(len(line.words) for line in (*paper.lines, *paper.cells))
    clause, look = profile.page_number_clause, profile.looks[Block.PAGE_NUMBER]
    for section in paper.sections:
        here = _pages_of(section, paper)
        if not section.rest:
            if section.number == 1 and (paper.pages > 1 or length > _ONE_PAGE):
                yield Finding(Block.PAGE_NUMBER, What.NO_PAGE_NUMBER, Severity.WRONG, "", "", clause, here)
            continue
        if section.number == 1 and section.first:
            yield Finding(Block.PAGE_NUMBER, What.PAGE_NUMBER_ON_FIRST, Severity.WRONG, "", "", clause, here)
        for number in section.rest:
            if number.where == "footer":
                yield Finding(Block.PAGE_NUMBER, What.PAGE_NUMBER_BELOW, Severity.WRONG, "", "", clause, here)
            elif number.line.align != "center":
                yield Finding(
                    Block.PAGE_NUMBER, What.ALIGNED, Severity.WRONG, number.line.align, "center", clause, here
                )
            yield from sizes(Block.PAGE_NUMBER, number.line, look)
            yield from manner(Block.PAGE_NUMBER, number.line, look)


def missing(parts: Parts, profile: Profile) -> Iterator[Finding]:
    """Yield the parts that must be there and are not, and the head of the other form; an annex need have neither."""
    if parts.is_annex:
        return
    head = (Block.NATION, Block.MOTTO) if profile.form == "state" else (Block.PARTY_TITLE,)
    other = Block.PARTY_TITLE if profile.form == "state" else Block.NATION
    wanted = [*head, Block.ISSUER, Block.PLACE_AND_DAY]
    if not parts.is_attached:
        wanted.append(Block.NUMBER)
    if not parts.of(Block.LETTER_ABOUT):
        wanted += [Block.KIND] if not parts.of(Block.KIND) else [Block.ABOUT] * parts.has_subject
    wanted += [] if parts.of(Block.POST) or parts.of(Block.AUTHORITY) else [Block.POST]
    wanted += [Block.RECIPIENTS_HEAD] if parts.is_sent else []
    for block in wanted:
        if not parts.of(block):
            clause = profile.looks[block].clause
            yield Finding(block, What.MISSING, Severity.WRONG, "", "", clause)
    for line in parts.of(other):
        clause = profile.looks[head[0]].clause
        yield Finding(other, What.FOREIGN_TITLE, Severity.WRONG, "", "", clause, at(line))


def rules_and_signs(parts: Parts, profile: Profile) -> Iterator[Finding]:
    """Yield rules that are not drawn, and the signs that stand for them in the Party's form."""
    ruled = {"state": (Block.MOTTO, Block.ISSUER, Block.ABOUT), "party": (Block.PARTY_TITLE,)}[profile.form]
    for block in ruled:
        lines = parts.of(block)
        if not lines or block in parts.ruled or block == Block.ABOUT and not parts.of(Block.KIND):
            continue
        what = What.TYPED_RULE if block in parts.typed_rules else What.NO_RULE
        severity = Severity.BETTER if what == What.TYPED_RULE else Severity.WRONG
        yield Finding(block, what, severity, "", "", profile.looks[block].clause, at(lines[-1]))
    if profile.form == "party" and parts.of(Block.ISSUER) and not parts.has_star:
        line = parts.of(Block.ISSUER)[-1]
        yield Finding(Block.ISSUER, What.NO_STAR, Severity.WRONG, "", "", profile.looks[Block.ISSUER].clause, at(line))
    if profile.form == "party" and parts.of(Block.ABOUT) and not parts.has_dashes:
        line = parts.of(Block.ABOUT)[-1]
        yield Finding(
            Block.ABOUT, What.NO_DASHES, Severity.BETTER, "", "-----", profile.looks[Block.ABOUT].clause, at(line)
        )
    for line in parts.of(Block.MOTTO):
        if profile.form == "state" and line.words.replace("–", "-") != "Độc lập - Tự do - Hạnh phúc":
            wanted = "Độc lập - Tự do - Hạnh phúc"
            clause = profile.looks[Block.MOTTO].clause
            yield Finding(Block.MOTTO, What.MOTTO, Severity.WRONG, line.words, wanted, clause, at(line))


def numbers(parts: Parts, profile: Profile) -> Iterator[Finding]:
    """Yield what is wrong in how the number and the sign are written: "Số: 05/KH-UBND", "Số 05-KH/ĐU"."""
    signs = profile.signs
    for line in parts.of(Block.NUMBER):
        found = _NUMBER.match(line.words)
        if found is None:
            continue
        for what in _number_faults(found, profile, is_letter=not parts.of(Block.KIND)):
            yield Finding(
                Block.NUMBER, what, Severity.WRONG, line.words, signs.number_example, signs.number_clause, at(line)
            )


def _number_faults(found: re.Match[str], profile: Profile, *, is_letter: bool) -> Iterator[What]:
    """Yield what is wrong; the sign of a State's letter need not have two parts."""
    signs, symbol = profile.signs, found["symbol"].strip()
    if signs.number_colon != bool(found["colon"]):
        yield What.NUMBER_WITHOUT_COLON if signs.number_colon else What.NUMBER_WITH_COLON
    if found["number"].isdecimal() and int(found["number"]) < 10 and len(found["number"]) < 2:
        yield What.NUMBER_ZERO
    inside = re.sub(r"^(19|20)\d\d/", "", symbol) if profile.form == "state" else symbol
    other = "/" if signs.within_symbol == "-" else "-"
    may_be_one = is_letter and profile.form == "state"
    if found["sign"] != signs.after_number or other in inside or not may_be_one and signs.within_symbol not in inside:
        yield What.NUMBER_SIGNS
    elif re.search(r"\s", symbol) or re.search(r"\d\s+[-/]|[-/]\s", found[0]):
        yield What.NUMBER_SPACES


def days(parts: Parts, profile: Profile) -> Iterator[Finding]:
    """Yield what is wrong in how place and day are written."""
    clause = profile.signs.day_clause
    for line in parts.of(Block.PLACE_AND_DAY):
        found = _DAY.match(line.words)
        if found is None:
            continue
        day, month = found["day"], found["month"]
        if found["place"].strip() and not found["comma"]:
            yield Finding(Block.PLACE_AND_DAY, What.PLACE_COMMA, Severity.WRONG, "", "", clause, at(line))
        if day.isdecimal() and len(day) == 1:
            yield Finding(Block.PLACE_AND_DAY, What.DAY_ZERO, Severity.WRONG, day, f"0{day}", clause, at(line))
        if month in ("1", "2"):
            yield Finding(Block.PLACE_AND_DAY, What.MONTH_ZERO, Severity.WRONG, month, f"0{month}", clause, at(line))
        if re.fullmatch("0[3-9]", month):
            spare = What.MONTH_SPARE_ZERO
            yield Finding(Block.PLACE_AND_DAY, spare, Severity.BETTER, month, month[1:], clause, at(line))


def signatures(parts: Parts, profile: Profile) -> Iterator[Finding]:
    """Yield signs of authority that are not those of the form, and titles before a name."""
    signs = profile.signs
    for line in (*parts.of(Block.AUTHORITY), *parts.of(Block.POST)):
        found = AUTHORITY.match(line.words)
        if found and not line.words.startswith(signs.authorities):
            written = line.words.split()[0]
            plain = written.replace("/", "").rstrip(".")
            wanted = next((sign for sign in signs.authorities if sign.replace("/", "").rstrip(".") == plain), "")
            where = Block.AUTHORITY
            clause = signs.authority_clause
            wanted = wanted or ", ".join(signs.authorities)
            yield Finding(where, What.AUTHORITY, Severity.WRONG, written, wanted, clause, at(line))
    for line in parts.of(Block.SIGNER):
        if title := _LEARNED.match(line.words):
            clause = signs.authority_clause
            yield Finding(Block.SIGNER, What.SIGNER_TITLE, Severity.BETTER, title[0], "", clause, at(line))


def lists(parts: Parts, profile: Profile) -> Iterator[Finding]:
    """Yield what is wrong in how bases and recipients are listed."""
    signs, bases = profile.signs, parts.of(Block.BASES)
    for line in bases[:-1]:
        if not line.words.endswith(";"):
            yield Finding(
                Block.BASES, What.BASIS_END, Severity.WRONG, line.words[-1], ";", signs.bases_clause, at(line)
            )
    for line in bases[-1:]:
        if line.words[-1] not in signs.last_basis:
            wanted = " / ".join(signs.last_basis)
            found, clause = line.words[-1], signs.bases_clause
            yield Finding(Block.BASES, What.LAST_BASIS_END, Severity.WRONG, found, wanted, clause, at(line))
    for line in parts.of(Block.RECIPIENTS_HEAD):
        if not line.words.endswith(":"):
            clause = signs.recipients_clause
            yield Finding(Block.RECIPIENTS_HEAD, What.RECIPIENTS_COLON, Severity.WRONG, "", "", clause, at(line))
    yield from _recipients(parts.of(Block.RECIPIENTS), profile)


def _recipients(lines: list[Line], profile: Profile) -> Iterator[Finding]:
    clause = profile.signs.recipients_clause
    ends = ";" if profile.form == "state" else ";,"
    lines = [line for line in lines if not line.goes_on]
    for place, line in enumerate(lines):
        is_last = place == len(lines) - 1
        if not line.words.startswith(("-", "–")):
            yield Finding(Block.RECIPIENTS, What.RECIPIENT_DASH, Severity.WRONG, "", "", clause, at(line))
        if not is_last and line.words[-1] not in ends:
            wanted = " / ".join(ends)
            found = line.words[-1]
            yield Finding(Block.RECIPIENTS, What.RECIPIENT_END, Severity.WRONG, found, wanted, clause, at(line))
        if is_last and not line.words.endswith("."):
            found, what = line.words[-1], What.LAST_RECIPIENT_END
            yield Finding(Block.RECIPIENTS, what, Severity.WRONG, found, ".", clause, at(line))
    yield from _keeping(lines, profile)


def _keeping(lines: list[Line], profile: Profile) -> Iterator[Finding]:
    """Yield a list that does not say where the document is kept, or says it as the other form does."""
    signs = profile.signs
    kept = [line for line in lines if fold(line.words).lstrip("-– ").startswith("luu")]
    if lines and not kept:
        yield Finding(Block.RECIPIENTS, What.NO_KEEPING, Severity.WRONG, "", "", signs.recipients_clause, at(lines[-1]))
    for line in kept:
        has_colon = bool(re.match(r"[-–]?\s*Lưu\s*:", line.words))
        if has_colon != signs.keeps_with_colon:
            wanted = "- Lưu: VT, …" if signs.keeps_with_colon else "- Lưu …"
            clause, what = signs.recipients_clause, What.KEEPING_COLON
            yield Finding(Block.RECIPIENTS, what, Severity.WRONG, line.words, wanted, clause, at(line))
