"""Ties a trainee to the person whose account it is, however the line came."""

from typing import Any

from django.dispatch import receiver

from kheo.machinery.registers.signals import line_changed
from kheo.movement.training.actions import tie
from kheo.movement.training.models import Trainee


@receiver(line_changed, sender=Trainee, dispatch_uid="training trainee")
def on_trainee(record: Trainee, **told: Any) -> None:  # Any: what a signal carries
    """Look for the person by name and unit."""
    tie(record, by=getattr(record, "_history_user", None), at=record.changed_at)
