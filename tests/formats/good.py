"""One good document in each form, made of our own templates without a database, and ways to break it."""

from datetime import date
from types import SimpleNamespace

from docx import Document
from docx.shared import Pt

from kheo.lib.dates import document_date
from kheo.lib.office.formats.checking import check_here
from kheo.lib.office.word_out import fill
from kheo.lib.office.word_words import official, official_day
from kheo.outlets.reports.actions import TEMPLATES

TODAY = date(2026, 11, 27)
ISSUERS = {"party": "Huyện ủy Yên Mô", "state": "Ủy ban nhân dân huyện Yên Mô"}


def good(form, path):
    """Write a decision on a committee that departs from nothing."""
    names = SimpleNamespace
    members = [names(name=name, title="Ủy viên", seat="member") for name in ("Đỗ Trọng Luận", "Vũ Văn An")]
    letterhead = names(
        superior="Tỉnh ủy Ninh Bình" if form == "party" else "",
        issuer=ISSUERS[form],
        symbol="",
        number="30-QĐ/HU" if form == "party" else "30/QĐ-UBND",
        place="Yên Mô",
        day=date(2026, 6, 1),
        signs_for="BAN THƯỜNG VỤ",
        signs_as="Bí thư" if form == "party" else "Chủ tịch",
        signer="Lê Văn Bình",
    )
    context = {
        "h": letterhead,
        "party": form == "party",
        "bases": [f"Căn cứ chức năng, nhiệm vụ của {ISSUERS[form]}", "Xét đề nghị của Hội Nông dân huyện"],
        "decider": ISSUERS[form].upper(),
        "name": "Ban Chỉ đạo “Dân vận khéo”",
        "is_first": False,
        "follows": None,
        "members": members,
        "left": members,
        "seats": {"member": "Ủy viên"},
        "office": "Ban Dân vận",
        "term": "",
        "day": date(2026, 6, 15),
        "so": official,
        "ngay": official_day,
        "ngay_van_ban": document_date,
    }
    fill(TEMPLATES / f"staffing_{form}.docx", context, path)
    return path


def line(word, words):
    """Return the first paragraph that holds some words: in tables (head, signature) first, then in the text."""
    tables = [cell for table in word.tables for row in table.rows for cell in row.cells]
    for paragraph in [*(one for cell in tables for one in cell.paragraphs), *word.paragraphs]:
        if words in paragraph.text:
            return paragraph
    raise AssertionError(words)


def rewrite(paragraph, before, after):
    """Change words within the look that they have."""
    text = paragraph.text.replace(before, after)
    for run in paragraph.runs[1:]:
        run.text = ""
    paragraph.runs[0].text = text


def drop(paragraph):
    """Take a paragraph out."""
    paragraph._p.getparent().remove(paragraph._p)


def size(paragraph, points):
    """Set all of a paragraph in one size."""
    for run in paragraph.runs:
        run.font.size = Pt(points)


def broken(form, path, change, profile=""):
    """Return what a check finds in a good document after a change."""
    good(form, path)
    word = Document(path)
    change(word)
    word.save(path)
    return check_here(path, today=TODAY, profile=profile).findings
