"""Documents for tests, made through the real actions."""

from datetime import date
from itertools import count

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kheo.foundation.files.actions import keep
from kheo.foundation.files.rules import PAPER_KINDS
from kheo.machinery.directives import actions
from kheo.machinery.directives.rules import DirectiveFacts
from kheo.machinery.directives.states import DirectiveKind
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation
from tests import make
from tests.lib.old_texts import pdf_bytes, saved

SIGNED = date(2017, 1, 10)
_numbers = count(1)


@pytest.fixture
def office(cast, settings):
    """Return the standing office of the body that this copy serves; the words of files are read at once."""
    settings.JOBS = "inline"
    install(Installation(unit=cast.district, portal_name="Cổng Dân vận khéo"), by=None, at=make.NOW)
    return cast.district_office


def facts(**said):
    said = {
        "kind": DirectiveKind.PLAN,
        "issuer": "Ban Chỉ đạo huyện",
        "title": "Kế hoạch Dân vận khéo",
        "number": f"{next(_numbers):02}-KH/BCĐ",
        "signed_on": SIGNED,
    } | said
    return DirectiveFacts(**said)


def document(by, **said):
    return actions.write(facts(**said), by=by, at=make.NOW)


def stored(content, name="van-ban.pdf"):
    return keep(SimpleUploadedFile(name, content), kinds=PAPER_KINDS, by=None, at=make.NOW)


def with_file(by, content, name="van-ban.pdf", **said):
    made = document(by, **said)
    return actions.attach(made, stored(content, name), by=by, at=make.NOW)


def word(*paragraphs):
    from docx import Document  # noqa: PLC0415 -- slow import

    made = Document()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    return saved(made)


def pdf(text="Ke hoach cong tac dan van"):
    return pdf_bytes(text)
