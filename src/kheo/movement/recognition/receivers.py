"""A title is confirmed by itself when its model is accepted in a later year as kept up or copied; the page of a
registration leads to its decision."""

from typing import Any

from kheo.movement.recognition.actions import follow_on
from kheo.movement.recognition.queries import links_of
from kheo.movement.recognition.rules import confirms
from kheo.movement.registry.kit import link
from kheo.movement.registry.models import Registration
from kheo.movement.registry.signals import registration_changed


def _heard(*, registration: Registration, gone: bool = False, **_told: Any) -> None:  # Any: what a signal carries
    if not gone and confirms(registration):
        follow_on(registration, by=None, at=registration.updated_at)


link(links_of)
registration_changed.connect(_heard, weak=False, dispatch_uid="recognition")
