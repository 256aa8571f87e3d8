"""A table as an official sheet."""

from decimal import Decimal

from kheo.lib.dates import document_date
from kheo.lib.office.forms_out import OfficialTable, Row, Title
from kheo.outlets.tables.kit import Content, Head, Line, titles_of

MOTTO = ("*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "_Độc lập - Tự do - Hạnh phúc")
PARTY = ("_ĐẢNG CỘNG SẢN VIỆT NAM",)


def sheet_of(content: Content) -> OfficialTable:
    """Return a table as it is written to a workbook."""
    first = 2 if content.is_numbered else 1  # columns before the numbers: the place in the list, the name
    heads, depth = content.heads, content.depth
    before = [Title("STT", 0, 1, depth)] if content.is_numbered else []
    before.append(Title(content.stub, first - 1, 1, depth))
    titles = [
        [Title(each.text, each.column + first, each.columns, each.rows) for each in row] for row in titles_of(heads)
    ]
    titles[0] = [*before, *titles[0]]
    left, right = _head(content)
    return OfficialTable(
        name=content.number or content.title,
        left=left,
        right=right,
        title=content.title.upper(),
        about=content.about,
        measure=f"Đơn vị tính: {content.measure}" if content.measure else "",
        widths=[*([6] if content.is_numbered else []), 38, *(_width(head) for head in heads)],
        titles=titles,
        letters=letters_of(content) if content.has_letters else (),
        rows=_rows(content),
        names=first - 1,
        texts=frozenset([*range(first), *(at + first for at, head in enumerate(heads) if head.is_text)]),
        percents=frozenset(at + first for at, head in enumerate(heads) if head.is_percent),
        summed=frozenset(at + first for at, head in enumerate(heads) if head.is_summed),
        sums=content.sums,
        notes=notes_of(content),
        signs=_signs(content),
    )


def notes_of(content: Content) -> list[str]:
    """Return the notes as they stand below the table."""
    return [f"Ghi chú: {note}" if not place else note for place, note in enumerate(content.notes)]


def _width(head: Head) -> float:
    return 18 if head.is_text else max(10, min(16, max(map(len, head.path[-1].split()), default=8) + 3))


def letters_of(content: Content) -> list[str]:
    """Return the row under the headings that counts the columns: letters over texts, numbers over numbers."""
    letters, number = iter("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), 0
    said = [next(letters) for _each in range(2 if content.is_numbered else 1)]
    for head in content.heads:
        if head.is_text:
            said.append(next(letters, ""))
        else:
            number += 1
            said.append(str(number))
    return said


def _rows(content: Content) -> list[Row]:
    """Return the rows; those that stand for a unit are numbered, sums and headings are not."""
    rows, number = [], 0
    for place, line in enumerate(content.lines):
        if is_counted := place not in content.totals and not line.is_heading:
            number += 1
        before: list[str | int | Decimal | None] = [number if is_counted else None] if content.is_numbered else []
        rows.append(Row([*before, line.label, *_cells(line)], line.level, line.is_bold))
    return rows


def _cells(line: Line) -> list[str | int | Decimal | None]:
    return [each.text if each.number is None else each.number for each in line.cells]


def _head(content: Content) -> tuple[list[str], list[str]]:
    """Return the two sides of the head of the paper."""
    paper = content.paper
    is_party = paper.get("form") == "party"
    left = [name.upper() for name in (paper.get("superior", ""),) if name]
    issuer = paper.get("issuer", "").upper()
    left += [f"*{issuer}" if is_party else f"_{issuer}"] if issuer else []
    left += ["*"] if is_party else []
    right = list(PARTY if is_party else MOTTO)
    if content.number or content.basis:
        left += ["", *([f"*Biểu số: {content.number}"] if content.number else [])]
        left += [f"/Ban hành kèm theo {content.basis}"] if content.basis else []
        right += [""] * (len(left) - len(right) - (2 if content.number and content.basis else 1))
        right += [f"Đơn vị báo cáo: {paper.get('issuer', '')}"]
        right += [f"Đơn vị nhận báo cáo: {paper['superior']}"] if paper.get("superior") else []
    return left, right


def _signs(content: Content) -> tuple[list[str], list[str]]:
    """Return the two sides of the foot: who made the table, who signs."""
    paper = content.paper
    is_party, place = paper.get("form") == "party", paper.get("place", "")
    day = paper.get("day") or "ngày …… tháng …… năm ……"
    left = ["", "*NGƯỜI LẬP BIỂU", "/(Ký, họ tên)", "", "", "", f"*{paper.get('maker', '')}".rstrip("*")]
    body = [f"*{'T/M' if is_party else 'TM.'} {paper['signs_for'].upper()}"] if paper.get("signs_for") else []
    right = [f"/{place}, {day}" if place else f"/{day}", *body, f"*{paper.get('signs_as', '').upper()}".rstrip("*")]
    right += ["/(Ký, họ tên, đóng dấu)"]
    right += [""] * (6 - len(right)) + [f"*{paper.get('signer', '')}".rstrip("*")]
    return left, right


def day_in_words(day: object) -> str:
    """Return a day as it stands at the foot: "ngày 17 tháng 01 năm 2018"; empty if there is none."""
    return document_date(day) if day else ""  # type: ignore[arg-type]  # a day
