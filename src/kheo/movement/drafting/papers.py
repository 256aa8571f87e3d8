"""The documents of a campaign that are drawn up here, in the order of its year."""

from pathlib import Path

from django.utils.translation import pgettext_lazy

from kheo.machinery.papers.kit import Document, declare

_PLACE = Path(__file__).parent / "templates_docx"
_ALL = (
    Document("ke-hoach", pgettext_lazy("document", "Plan of the campaign"), "KH", _PLACE / "plan"),
    Document("cong-van-dang-ky", pgettext_lazy("document", "Call to register"), "CV", _PLACE / "call"),
    Document("danh-sach-dang-ky", pgettext_lazy("document", "List of registrations"), "DS", _PLACE / "register"),
    Document("huong-dan", pgettext_lazy("document", "Guidance on scoring"), "HD", _PLACE / "guidance"),
    Document("danh-sach-tham-dinh", pgettext_lazy("document", "List of the appraised"), "DS", _PLACE / "appraised"),
    Document(
        "to-trinh-cong-nhan", pgettext_lazy("document", "Submission for recognition"), "TTr", _PLACE / "submission"
    ),
)
KEYS = tuple(declare(each).key for each in _ALL)
