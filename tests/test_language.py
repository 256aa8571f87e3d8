"""No page mixes languages: every page that each role can reach is read, in Vietnamese and in English."""

import gettext
import re
import unicodedata
from functools import cache

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from kheo.lib.syllables import ACCENTED, is_syllable
from kheo.machinery.books.kit import CATALOGUE
from tests.crawl import EVERYBODY, walk

pytestmark = pytest.mark.slow
WORD = re.compile(r"[^\W\d_]+(?:_[^\W\d_]+)*", re.UNICODE)
SHIPPED = [settings.PACKAGE / f"{room}/data" for room in ("machinery/directives", "outlets/tables")]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w+\}")
# What an office calls by its foreign name: products, kinds of files, addresses; and the letters of the switches.
FOREIGN = {"excel", "word", "xlsx", "docx", "pdf", "jpg", "jpeg", "png", "webp", "http", "https", "mb", "kb"}
FOREIGN |= {"unicode", "html", "mht", "rtf", "txt", "csv", "doc"}
FOREIGN |= {"vën", "khðo"}  # how old typefaces look
FOREIGN |= {"kheo", "books", "verify"}  # a command
FOREIGN |= {"mm"}  # of certificates
FOREIGN |= {"m³"}  # of what was given
FOREIGN |= {"creative", "commons", "dcat", "json", "ld", "sha"}  # of open data
FOREIGN |= {"atom", "rss", "facebook", "zalo", "news"}  # of the portal
FOREIGN |= {"localhost", "testserver", "ctrl", "enter", "esc"}
FOREIGN |= {"vn", "kheo_hosts"}  # of names on the net
FOREIGN |= {"ttr", "ctr", "if", "endif", "for", "endfor"}  # of templates of documents
FOREIGN |= {"video", "webm", "webvtt", "vtt", "alt"}  # of files in articles


@cache
def translations():
    """Return the pairs of English and Vietnamese of the catalogue that differ."""
    catalogue = gettext.translation("django", settings.LOCALE_PATHS[0], ["vi"])._catalog
    said = ((said[0] if isinstance(said, tuple) else said, translated) for said, translated in catalogue.items())
    pairs = ((message.rpartition("\x04")[2], translated) for message, translated in said)
    return [(message, translated) for message, translated in pairs if message and message != translated]


@cache
def content():
    """Return every text that lies in the database, as one; with the keys of figures, by which forms name them, and the
    legal texts and forms of tables that may be taken over."""
    texts = [*CATALOGUE, "Người lập biểu"]  # who signs a table, which is Vietnamese whoever looks at it
    texts += [*(text.read_text() for place in SHIPPED for text in place.iterdir())]
    for model in apps.get_models():
        kinds = models.CharField | models.TextField | models.JSONField
        names = [f.name for f in model._meta.concrete_fields if isinstance(f, kinds)]
        names = [name for name in names if not model._meta.get_field(name).choices]
        for row in model._base_manager.values_list(*names) if names else []:
            texts += [str(text) for text in row if text]
    return folded("\n".join(texts))


def folded(text):
    return " ".join(unicodedata.normalize("NFC", text).lower().split())


@cache
def names_in_content():
    return set(WORD.findall(content()))


def is_foreign(word):
    """Say whether a word on a Vietnamese page is neither Vietnamese nor of the database nor a known foreign name."""
    if word.isupper() and len(word) < 6:  # HD, VPTW: offices shorten
        return False
    if "_" in word:  # a name in the text of a form
        return False
    word = word.lower()
    if set(word) & ACCENTED or is_syllable(word) or len(word) == 1:
        return False
    return word not in FOREIGN and word not in names_in_content()


@cache
def english_messages():
    """Return the English messages that are not Vietnamese too."""
    return {folded(message) for message, _ in translations()}


@cache
def vietnamese_phrases():
    """Return the pieces of the Vietnamese messages by which they are known: two words or more, with accents."""
    pieces = (piece for _, said in translations() for piece in PLACEHOLDER.split(said))
    tidy = {folded(piece).strip(" .,:;()“”·–…!?") for piece in pieces}
    return sorted(p for p in tidy if " " in p and set(p) & ACCENTED and p not in content())


@cache
def codes():
    """Return the states, roles and kinds as the database has them, as far as no language has such words."""
    fields = (field for model in apps.get_models() for field in model._meta.concrete_fields)
    return {str(code) for field in fields for code, _ in field.choices or [] if "_" in str(code)}


def not_vietnamese(text):
    """Return the English that a Vietnamese page says."""
    if folded(text) in english_messages():
        return [text]
    return [word for word in WORD.findall(text) if is_foreign(word)]


def not_english(text):
    """Return the Vietnamese of the interface that an English page says."""
    said = folded(text)
    return [phrase for phrase in vietnamese_phrases() if phrase in said] if set(said) & ACCENTED else []


def faults(pages, wrong_in):
    """Return what the pages say wrongly, leaving out the texts of the database."""
    where = {text: page.url for page in pages if page.reading for text in page.reading.texts}
    own = [text for text in where if folded(text) not in content()]
    wrong = {text: wrong_in(text) + [word for word in WORD.findall(text) if word in codes()] for text in own}
    return sorted(f"{where[text]}: {said} in {text!r}" for text, said in wrong.items() if said)


@pytest.fixture(params=EVERYBODY, ids=lambda name: name or "reader")
def visitor(request, demo, caplog):
    caplog.set_level("ERROR", logger="django.request")  # forms sent empty are refused, as they should be
    return request.param


def test_vietnamese_pages_are_vietnamese(visitor):
    assert faults(walk(visitor, "vi"), not_vietnamese) == []


@pytest.mark.parametrize("visitor", ["", "thuongtruc", "bientap", "quantri"], indirect=True)
def test_english_pages_are_english(visitor):
    """Told by a reader and by the three who see the most between them."""
    assert faults(walk(visitor, "en"), not_english) == []
