from typing import Any

from django.utils.translation import gettext as _

from kheo.faces.console.kit import Verb, progress
from kheo.lib.numbers import grouped
from kheo.movement.likeness.actions import sweep


class Command(Verb):
    help = _("look for models that look alike, over all years and units")
    answers_json = True

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare and say how many pairs wait."""
        with progress(_("Comparing")) as step:
            number = sweep(lambda done, total: step(done, total))
        words = _("%(number)s pairs wait for a verdict.")
        self.answer({"waiting": number}, options, lambda: words % {"number": grouped(number)})
