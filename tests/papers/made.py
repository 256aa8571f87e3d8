"""Templates of an office's own, made of the built-in ones in Word."""

from io import BytesIO

from django.core.files.base import ContentFile
from docx import Document as Word

from kheo.machinery.papers.kit import DOCUMENTS

PLAN = "ke-hoach"


def changed(change=None, key=PLAN, form="party"):
    """Return a built-in template after a change, as a file that somebody sends."""
    word = Word(DOCUMENTS[key].template(form))
    if change:
        change(word)
    out = BytesIO()
    word.save(out)
    return ContentFile(out.getvalue(), name="mau-cua-toi.docx")


def added(words):
    """Return a change that adds a paragraph."""
    return lambda word: word.add_paragraph(words)
