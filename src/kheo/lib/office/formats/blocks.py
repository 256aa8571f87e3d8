"""Finds the parts of a document by what they say and where they stand: from the head to the annex."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kheo.lib.office.formats.lines import Letters, Line, Paper
from kheo.lib.office.formats.profiles import Block
from kheo.lib.vitext import fold

_MOST_HEAD = 60
_KINDS = (
    "QUYẾT ĐỊNH|NGHỊ QUYẾT|CHỈ THỊ|KẾT LUẬN|QUY CHẾ|QUY ĐỊNH|QUI ĐỊNH|THÔNG BÁO|THÔNG CÁO|THÔNG TRI|HƯỚNG DẪN|"
    "CHƯƠNG TRÌNH|KẾ HOẠCH|PHƯƠNG ÁN|ĐỀ ÁN|DỰ ÁN|BÁO CÁO|BIÊN BẢN|TỜ TRÌNH|HỢP ĐỒNG|CÔNG ĐIỆN|GIẤY |PHIẾU |"
    "DANH SÁCH|PHỤ LỤC|BẢN |THƯ CÔNG"
)
_KIND = re.compile(rf"({_KINDS})")
_NUMBER = re.compile(r"Số\s*:?\s*[\d….\s_]*\s*[-/–]", re.I)
_DAY = re.compile(r"ngày\s*[\d….\s]*tháng\s*[\d….\s]*năm\s*[\d….\s]*$", re.I)
_DASHES = re.compile(r"[-_–—―=~.…]{3,}")
_STARS = {"*", "★", "✶", "∗", "⁎"}
_MARKS = re.compile(r"(TUYỆT MẬT|TỐI MẬT|MẬT|HỎA TỐC|THƯỢNG KHẨN|KHẨN|DỰ THẢO|Dự thảo|LƯU HÀNH|XEM XONG)")
_BODY_OF = re.compile(
    r"(BAN |BỘ |HỘI ĐỒNG|HỘI |ỦY BAN|UỶ BAN|UBND|HĐND|SỞ |PHÒNG |TỈNH [ỦU]|HUYỆN [ỦU]|THÀNH [ỦU]|ĐẢNG |CHI BỘ|"
    r"VĂN PHÒNG|MẶT TRẬN|MTTQ|LIÊN ĐOÀN|ĐOÀN )"
)
AUTHORITY = re.compile(r"(T/?M|K/?T|T/?L|T/?U/?Q|T/?U|Q)\b[.\s]")
_BASIS = re.compile(r"(can cu|theo de nghi|xet)\b")
ARTICLE = re.compile(r"Điều\s+\d+")
_CLOSING = re.compile(r"(noi nhan\b)")
_ATTACHED = ("DANH SÁCH", "PHỤ LỤC", "BÁO CÁO THÀNH TÍCH")
_WITHOUT_SUBJECT = ("GIẤY ", "PHIẾU ", "HỢP ĐỒNG", "THƯ CÔNG")
_UNSENT = (*_ATTACHED, "BIÊN BẢN", "GIẤY ", "PHIẾU ", "HỢP ĐỒNG", "THƯ CÔNG", "BẢN ")


@dataclass
class Parts:
    """The lines of a document by part; `plain` are paragraphs of the text, `headings` lines that stand above some.
    `is_annex`: it is nothing but an annex, which has no head and no signature of its own."""

    blocks: dict[Block, list[Line]] = field(default_factory=dict)
    plain: list[Line] = field(default_factory=list)
    headings: list[Line] = field(default_factory=list)
    has_star: bool = False
    has_dashes: bool = False
    ruled: set[Block] = field(default_factory=set)
    typed_rules: dict[Block, Line] = field(default_factory=dict)
    is_annex: bool = False

    def add(self, block: Block, line: Line) -> None:
        """Put a line into a part."""
        self.blocks.setdefault(block, []).append(line)

    def of(self, block: Block) -> list[Line]:
        """Return the lines of a part."""
        return self.blocks.get(block, [])

    def words(self, block: Block) -> str:
        """Return the words of a part on one line."""
        return " ".join(line.words for line in self.of(block))

    @property
    def is_attached(self) -> bool:
        """Return whether it is a paper that goes with another and has no number of its own."""
        return self.words(Block.KIND).startswith(_ATTACHED)

    @property
    def has_subject(self) -> bool:
        """Return whether it must say what it is about below its kind."""
        return not self.words(Block.KIND).startswith(_WITHOUT_SUBJECT)

    @property
    def is_sent(self) -> bool:
        """Return whether it must say who receives it."""
        return not self.words(Block.KIND).startswith(_UNSENT)


def parts_of(paper: Paper) -> Parts:
    """Return the parts of a document."""
    parts, lines = Parts(), paper.lines
    parts.is_annex = _begins_annex(next((line for line in lines if line.words), None))
    if parts.is_annex:
        _read_annex(parts, lines)
        return parts
    head_end = _end_of_head(lines)
    _read_head(parts, list(_pieces(lines[:head_end])))
    place = _read_title(parts, lines, head_end)
    start, end = _signature(lines, place)
    _read_text(parts, lines[place:start])
    _read_signature(parts, list(_pieces(lines[start:end])))
    _read_annex(parts, lines[end:])
    return parts


def _pieces(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield lines; one whose two sides are held apart by a tab outside a table as two."""
    for line in lines:
        cut = (
            [] if line.spot.table else [side for side in _sides(line.letters) if "".join(r.text for r in side).strip()]
        )
        if len(cut) < 2:
            yield line
            continue
        for side in cut:
            yield replace(line, letters=side, align="center", mark="")


def _sides(letters: Sequence[Letters]) -> list[tuple[Letters, ...]]:
    sides: list[list[Letters]] = [[]]
    for run in letters:
        for number, text in enumerate(run.text.split("\t")):
            if number:
                sides.append([])
            sides[-1].append(run._replace(text=text))
    return [tuple(side) for side in sides]


def _end_of_head(lines: Sequence[Line]) -> int:
    """Return where the head ends: before the kind of document, or whom it is for, or the first line of the text."""
    last = 0
    for place, line in enumerate(lines[:_MOST_HEAD]):
        words = line.words
        if _is_kind(line) or fold(words).startswith(("kinh gui", "kinh trinh")):
            return place
        if any(_told_by_words(piece.words) for piece in _pieces([line])):
            last = place + 1
    return last


def _is_kind(line: Line) -> bool:
    words = line.words
    stands_free = line.spot.table == 0 or line.spot.table > 1 and line.is_all("bold")
    is_small = line.align == "center" and bool(_KIND.fullmatch(words.upper()))  # not in capitals, as it should be
    return stands_free and (is_small or bool(_KIND.match(words)) and words.isupper() and len(words) < 60)


def _told_by_words(words: str) -> Block | None:
    """Return the part of the head that a line is by what it says."""
    folded = fold(words)
    if folded.startswith(("cong hoa xa hoi chu nghia", "cong hoa xhcn")):
        return Block.NATION
    if folded.startswith("doc lap") and folded.endswith("hanh phuc"):
        return Block.MOTTO
    if folded == "dang cong san viet nam":
        return Block.PARTY_TITLE
    if _NUMBER.match(words) and len(words) < 60:
        return Block.NUMBER
    if _DAY.search(words) and len(words) < 90:
        return Block.PLACE_AND_DAY
    return Block.LETTER_ABOUT if folded.startswith(("v/v", "ve viec")) else None


def _read_head(parts: Parts, lines: Sequence[Line]) -> None:
    names: list[Line] = []
    last: Block | None = None
    for line in lines:
        words = line.words
        block = _told_by_words(words)
        if block and not (parts.of(block) and block != Block.LETTER_ABOUT):
            parts.add(block, line)
        elif words in _STARS:
            parts.has_star = True
        elif _DASHES.fullmatch(words):
            parts.typed_rules.setdefault(last or Block.ISSUER, line)
        elif words and not _MARKS.match(words) and line.spot.column < 2:
            goes_on = last == Block.LETTER_ABOUT
            parts.add(Block.LETTER_ABOUT, line) if goes_on else names.append(line)
            block = Block.LETTER_ABOUT if goes_on else Block.ISSUER
        last = block or last
    above = _how_many_above(names)
    for place, line in enumerate(names):
        parts.add(Block.SUPERIOR if place < above else Block.ISSUER, line)
    _note_rules(parts, lines)


def _note_rules(parts: Parts, lines: Sequence[Line]) -> None:
    """Note under which parts of the head a rule is drawn: it may hang on any line of the cell."""
    drawn = {(line.spot.table, line.spot.row, line.spot.column) for line in lines if line.ruled}
    for block in (Block.MOTTO, Block.PARTY_TITLE, Block.ISSUER):
        cells = {(line.spot.table, line.spot.row, line.spot.column) for line in parts.of(block)}
        if cells & drawn or any(line.is_any("underline") for line in parts.of(block)):
            parts.ruled.add(block)


def _how_many_above(names: Sequence[Line]) -> int:
    """Return how many of the lines of names are those of the body above: what is set lighter, or another body."""
    if len(names) < 2:
        return 0
    heavy = [line.is_all("bold") for line in names]
    if any(heavy) and not heavy[0]:
        return heavy.index(True)
    again = [place for place, line in enumerate(names) if place and _BODY_OF.match(line.words.upper())]
    return again[-1] if again else 0 if heavy[0] else len(names) - 1


def _read_title(parts: Parts, lines: Sequence[Line], place: int) -> int:
    """Read the kind of document and what it is about; return where the text begins."""
    if place < len(lines) and _is_kind(lines[place]):
        parts.add(Block.KIND, lines[place])
        place = _read_about(parts, lines, place + 1)
    while place < len(lines) and (
        not lines[place].words or fold(lines[place].words).startswith(("kinh gui", "kinh trinh"))
    ):
        if lines[place].words:
            parts.add(Block.ADDRESSEE, lines[place])
        place += 1
    while parts.of(Block.ADDRESSEE) and place < len(lines) and _is_listed(lines[place]):
        parts.add(Block.ADDRESSEE, lines[place])
        place += 1
    return place


def _is_listed(line: Line) -> bool:
    return line.words.startswith("-") and not _BASIS.match(fold(line.words).lstrip("- "))


def _read_about(parts: Parts, lines: Sequence[Line], place: int) -> int:
    while place < len(lines):
        line = lines[place]
        if line.ruled:
            parts.ruled.add(Block.ABOUT)
        if _DASHES.fullmatch(line.words):
            parts.has_dashes = True
            parts.typed_rules.setdefault(Block.ABOUT, line)
            return place + 1
        if line.words and not line.words.startswith("("):
            if _ends_about(parts, line):
                break
            parts.add(Block.ABOUT, line)
        place += 1
        if line.ruled:
            break
    return place


def _ends_about(parts: Parts, line: Line) -> bool:
    """Return whether the text begins with this line: the first line below the kind that stands in the middle is still
    what the document is about, be it in capitals."""
    folded = fold(line.words).lstrip("- ")
    is_first = not parts.of(Block.ABOUT)
    begins = folded.startswith(("can cu", "kinh gui", "kinh trinh", "hom nay", "thuc hien")) or bool(line.spot.table)
    stands_apart = line.words.isupper() if not is_first else line.words.isupper() and line.align != "center"
    return begins or stands_apart or not is_first and line.align != "center" or line.words.endswith((";", ":"))


def _signature(lines: Sequence[Line], start: int) -> tuple[int, int]:
    """Return where the signature begins and ends: a table of columns without rules, or from whom it is sent to."""
    heads = [place for place in range(start, len(lines)) if _CLOSING.match(fold(lines[place].words))]
    tables = [place for place in range(start, len(lines)) if lines[place].spot.table]
    if not heads and not tables:
        signs = [place for place in range(start, len(lines)) if AUTHORITY.match(lines[place].words)]
        return (signs[0], len(lines)) if signs else (len(lines), len(lines))
    first = heads[0] if heads else tables[0]
    table = lines[first].spot.table
    if not table:
        above = [place for place in range(max(start, first - 4), first) if AUTHORITY.match(lines[place].words)]
        rest = (place for place in range(first, len(lines)) if lines[place].new_page)
        return (above[0] if above else first), next(rest, len(lines))
    of_it = [place for place in tables if lines[place].spot.table == table]
    return of_it[0], of_it[-1] + 1


def _read_text(parts: Parts, lines: Sequence[Line]) -> None:
    filled = [line for line in lines if line.words and not line.spot.table]
    in_bases = True
    for place, line in enumerate(filled):
        if in_bases and _is_basis(parts, line, filled[place + 1 : place + 2]):
            parts.add(Block.BASES, line)
            continue
        in_bases = in_bases and (line.words.isupper() or line.goes_on) and not parts.of(Block.BASES)
        if ARTICLE.match(line.words):
            parts.add(Block.ARTICLE, line)
        is_heading = line.is_all("bold") or line.words.isupper() or line.align == "center" and line.is_any("bold")
        (parts.headings if is_heading else parts.plain).append(line)
        parts.add(Block.BODY, line)


def _is_basis(parts: Parts, line: Line, after: Sequence[Line]) -> bool:
    """Return whether a line names what the document rests on: it stands among such, or in a decision."""
    if not _names_basis(line) or line.words.endswith(":"):
        return False
    decides = parts.words(Block.KIND).startswith(("QUYẾT ĐỊNH", "NGHỊ QUYẾT"))
    among = bool(parts.of(Block.BASES)) or any(_names_basis(one) for one in after)
    return decides or among or line.words.endswith(";")


def _names_basis(line: Line) -> bool:
    return bool(_BASIS.match(fold(line.words).lstrip("- ")))


def _read_signature(parts: Parts, lines: Sequence[Line]) -> None:
    cells: dict[tuple[int, int, int], list[Line]] = {}
    for line in lines:
        key = (line.spot.row, line.spot.column, 0) if line.spot.table else (0, 0, 0)
        cells.setdefault(key, []).append(line)
    if list(cells) == [(0, 0, 0)]:
        _read_loose(parts, lines)
        return
    has_head = any(_CLOSING.match(fold(line.words)) for line in lines)
    for cell in cells.values():
        if any(_CLOSING.match(fold(line.words)) for line in cell):
            _read_recipients(parts, cell)
        elif not has_head or any(line.spot.column > 1 for line in cell):
            _read_signer(parts, cell)


def _read_loose(parts: Parts, lines: Sequence[Line]) -> None:
    """Read a signature whose sides are held apart by tabs or that stands below the recipients."""
    left = [line for line in lines if _CLOSING.match(fold(line.words)) or line.words.startswith("-")]
    _read_recipients(parts, left)
    _read_signer(parts, [line for line in lines if line not in left])


def _read_recipients(parts: Parts, lines: Sequence[Line]) -> None:
    for line in lines:
        if _CLOSING.match(fold(line.words)):
            parts.add(Block.RECIPIENTS_HEAD, line)
        elif line.words and parts.of(Block.RECIPIENTS_HEAD):
            parts.add(Block.RECIPIENTS, line)


def _read_signer(parts: Parts, lines: Sequence[Line]) -> None:
    """Read for whom, as what and who signs: the name is what stands below the space for the hand."""
    filled = [place for place, line in enumerate(lines) if line.words and not line.words.startswith("(")]
    gaps = [place for place in range(len(lines)) if not lines[place].words]
    for number, place in enumerate(filled):
        line = lines[place]
        is_below = bool(gaps) and place > gaps[0] and number > 0
        if AUTHORITY.match(line.words) and not is_below:
            parts.add(Block.AUTHORITY, line)
        elif is_below or number and number == len(filled) - 1 and not line.words.isupper():
            parts.add(Block.SIGNER, line)
        else:
            parts.add(Block.POST, line)


def _next_head(lines: Sequence[Line]) -> int:
    """Return where another head begins: the table or the line that holds the title of the State or of the Party."""
    for line in lines:
        if _told_by_words(line.words) in {Block.NATION, Block.PARTY_TITLE}:
            return next(
                n for n, one in enumerate(lines) if one is line or one.spot.table and one.spot.table == line.spot.table
            )
    return len(lines)


def _begins_annex(line: Line | None) -> bool:
    return line is not None and fold(line.words).startswith("phu luc") and len(line.words) < 40


def _read_annex(parts: Parts, lines: Sequence[Line]) -> None:
    """Read the heads of annexes: each begins a page. Another document in the same file is not read."""
    state = ""
    for line in lines[: _next_head(lines)]:
        if line.new_page or _begins_annex(line):
            state = "number"
        if not line.words or not state:
            continue
        if line.words.startswith("("):
            parts.add(Block.ANNEX_REFERENCE, line)
            state = ""
        elif fold(line.words).startswith("phu luc"):
            parts.add(Block.ANNEX_NUMBER, line)
        elif line.words.isupper():
            parts.add(Block.ANNEX_TITLE, line)
        elif line.align != "center":
            state = ""
