from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.faces.console.kit import Verb
from kheo.lib import seals
from kheo.movement.certificates.actions import renew_key


class Command(Verb):
    help = _("seal certificates with a new key from now on; what was sealed can still be checked")
    answers_json = True

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the key and tell its public side."""
        key = renew_key(by=None, at=timezone.now())
        facts = {"id": seals.key_id(key.public), "public": key.public}
        said = _("Certificates are sealed with the key %(id)s from now on. Keep a copy of certificates.key in a safe.")
        self.answer(facts, options, lambda: said % facts)
