"""The index follows the register; what was entered by the thousand, a little later in the background."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kheo.foundation.jobs.actions import start
from kheo.movement.likeness.actions import follow
from kheo.movement.likeness.jobs import compare_all
from kheo.movement.likeness.queries import alikes_of, remarks_on
from kheo.movement.registry.kit import declare, watch
from kheo.movement.registry.models import Registration
from kheo.movement.registry.signals import registration_changed, registrations_entered


def _heard(*, registration: Registration, gone: bool = False, **_told: Any) -> None:  # Any: what a signal carries
    follow(registration.exemplar_id, without=registration.pk if gone else None)


def _heard_many(*, numbers: Sequence[int], at: datetime, **_told: Any) -> None:
    start(compare_all, by=None, at=at, dedupe="all")


registration_changed.connect(_heard, weak=False, dispatch_uid="likeness")
registrations_entered.connect(_heard_many, weak=False, dispatch_uid="likeness many")
declare(alikes_of)
watch(remarks_on)
