"""The columns of the book of documents in and out, as offices keep it."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.lib.refusals import Refused
from kheo.machinery.directives.sheets.columns import ISSUER, KIND, NUMBER, SIGNED, TITLE
from kheo.machinery.intake.kit import Column
from kheo.machinery.intake.rules import day_column

MOST_ARRIVALS = 999_999


def number_in(text: str) -> int:
    """Return the number of arrival that a cell says.

    :raises Refused: if it says none.
    """
    digits = text.replace(".", "").strip()
    if not digits.isdecimal() or not 0 < int(digits) <= MOST_ARRIVALS:
        raise Refused(_("Write the number of arrival as a whole number, for example 25."))
    return int(digits)


_NUMBER = replace(NUMBER, key="doc_number")

ARRIVALS = (
    Column(
        "number",
        pgettext_lazy("correspondence", "Number of arrival"),
        also=("Số thứ tự đến",),
        width=11,
        hint=gettext_lazy("Leave it empty to take the next number of the year."),
        parse=number_in,
        write=str,
        empty=None,
    ),
    day_column(
        "day",
        pgettext_lazy("correspondence", "Day of arrival"),
        also=("Ngày, tháng đến",),
        needed=True,
    ),
    _NUMBER,
    SIGNED,
    ISSUER,
    KIND,
    TITLE,
    Column(
        "sender",
        pgettext_lazy("correspondence", "Sent by"),
        width=24,
        limit=200,
        hint=gettext_lazy("Only if another body than the issuer sent it."),
    ),
    Column(
        "forwarded_to",
        pgettext_lazy("correspondence", "Forwarded to"),
        also=("Người nhận", "Đơn vị hoặc người nhận", "Chuyển"),
        width=26,
        limit=300,
    ),
    Column(
        "handled_by",
        pgettext_lazy("correspondence", "Unit that handles it"),
        also=("Đơn vị giải quyết",),
        width=24,
        empty=None,
    ),
    day_column(
        "due_on",
        pgettext_lazy("correspondence", "To be settled by"),
        also=("Hạn xử lý", "Thời hạn giải quyết"),
    ),
    day_column(
        "settled_on",
        pgettext_lazy("correspondence", "Settled on"),
        also=("Ngày hoàn thành",),
    ),
    Column(
        "settled_note",
        pgettext_lazy("correspondence", "How it was settled"),
        also=("Kết quả xử lý",),
        width=30,
        limit=2_000,
        is_long=True,
    ),
)

SENDINGS = (
    day_column(
        "day",
        pgettext_lazy("correspondence", "Day of sending"),
        also=("Ngày đi", "Ngày phát hành"),
        needed=True,
    ),
    replace(
        _NUMBER,
        needed=True,
        hint=gettext_lazy("The number that the document bears. The books of numbers are not touched."),
        example="12-CV/BCĐ",
    ),
    replace(SIGNED, needed=True),
    replace(ISSUER, needed=False, hint=gettext_lazy("Leave it empty for the own body.")),
    KIND,
    TITLE,
    Column(
        "signer",
        pgettext_lazy("correspondence", "Signed by"),
        width=28,
        needed=True,
        limit=200,
        hint=gettext_lazy("Post and full name of who signed."),
    ),
    Column(
        "recipients",
        pgettext_lazy("correspondence", "Sent to"),
        also=("Nơi nhận văn bản",),
        width=36,
        needed=True,
        limit=5_000,
        is_long=True,
        hint=gettext_lazy("One recipient in each line."),
    ),
)
