"""The documents of a campaign that are drawn up here, in the order of its year."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day
from kheo.machinery.papers.kit import Desk, Document, Subject, about, declare
from kheo.machinery.papers.queries import letterhead_of
from kheo.machinery.papers.rules import authority_of, lines_of, number_to_fill_in
from kheo.machinery.papers.states import Form
from kheo.movement.drafting.queries import START, campaigns_for, facts_for, usual_bases

_PLACE = Path(__file__).parent / "templates_docx"
_DESK = Desk(START, pgettext_lazy("menu", "Draw up a document"), "drafting.write")
_ALL = (
    ("ke-hoach", pgettext_lazy("document", "Plan of the campaign"), "KH", "plan"),
    ("cong-van-dang-ky", pgettext_lazy("document", "Call to register"), "CV", "call"),
    ("danh-sach-dang-ky", pgettext_lazy("document", "List of registrations"), "DS", "register"),
    ("huong-dan", pgettext_lazy("document", "Guidance on scoring"), "HD", "guidance"),
    ("danh-sach-tham-dinh", pgettext_lazy("document", "List of the appraised"), "DS", "appraised"),
    ("to-trinh-cong-nhan", pgettext_lazy("document", "Submission for recognition"), "TTr", "submission"),
)
KEYS = tuple(declare(Document(key, name, kind, _PLACE / stem, _DESK)).key for key, name, kind, stem in _ALL)


def _campaigns(user: User) -> list[tuple[str, str]]:
    return list(campaigns_for(user).values_list("slug", "name"))


def _facts(document: Document, slug: str, form: str, user: User, at: datetime) -> Mapping[str, Any]:
    """Return what a document says of a campaign, under the letterhead of its body, still without a number and a day."""
    campaign = campaigns_for(user).get(slug=slug)
    around = letterhead_of(campaign.unit, local_day(at))
    names = ("superior", "issuer", "place", "signs_as", "signer")
    head = {name: getattr(around, name) for name in names} | {"to": around.superior, "day": None}
    head["number"] = number_to_fill_in(form, document.kind, around.symbol)
    head["authority"] = authority_of(form, around.authority, around.signs_for)
    recipients = lines_of(around.recipients) or list(document.recipients)
    said = {"h": head, "party": form == Form.PARTY, "bases": usual_bases(campaign), "recipients": recipients}
    return facts_for(campaign, document) | said


about(Subject(gettext_lazy("Campaign"), _campaigns, _facts), *KEYS)
