from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kheo.machinery.books.kit import declare
from kheo.machinery.registers.figures import counted
from tests.registers.contests.registers import ENTRIES

declare(
    counted(
        ENTRIES,
        "contests_entries",
        _("Tác phẩm"),
        _("Tác phẩm đăng trong năm."),
        lambda day: Q(published_on__year=day.year),
    )
)
