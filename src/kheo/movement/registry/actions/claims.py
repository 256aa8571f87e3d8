"""What the acts of this room share: taking a row as it was read, and dropping what nothing speaks of."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from kheo.lib.refusals import Stale
from kheo.movement.registry.models import Exemplar, Registration


def claim(registration: Registration, *, version: int, at: datetime, **changes: object) -> None:
    """Take the row in the state and version that was read, or raise `Stale`."""
    as_read = Registration.objects.filter(pk=registration.pk, state=registration.state, version=version)
    if not as_read.update(version=F("version") + 1, updated_at=at, **changes):
        raise Stale(_("Somebody changed this registration meanwhile. Reload the page to see it."))
    registration.refresh_from_db(fields=["version", "updated_at", *changes])


def drop_if_bare(exemplar: Exemplar) -> None:
    if not exemplar.registrations.exists():
        exemplar.delete()
