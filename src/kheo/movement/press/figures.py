"""What is counted of press contests."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.books.kit import Saying, declare, say
from kheo.machinery.registers.figures import counted
from kheo.movement.press.queries import described_in_year, prized_in_year, published_in_year
from kheo.movement.press.registers import ENTRIES

declare(
    counted(
        ENTRIES,
        "press_entries",
        pgettext_lazy("figure", "Works of press contests"),
        _("Works that were sent in to press contests and published in the year, up to the day."),
        published_in_year,
    ),
    counted(
        ENTRIES,
        "press_described",
        pgettext_lazy("figure", "Works that describe a model"),
        _("Those of them that describe a model of the register."),
        described_in_year,
        within="press_entries",
    ),
    counted(
        ENTRIES,
        "press_prized",
        pgettext_lazy("figure", "Prized works of press contests"),
        _("Works whose prize was announced in the year, up to the day."),
        prized_in_year,
    ),
)

say(
    "press",
    pgettext_lazy("press", "Press contests"),
    Saying(
        _(
            "%(press_entries)s works of the press entered contests, %(press_described)s of them about models in the"
            " register."
        ),
        ("press_entries", "press_described"),
    ),
    Saying(_("%(press_prized)s works were prized."), ("press_prized",)),
)
