"""Tells the desk where readers find an article; makes public pages anew when what they show has changed."""

from typing import Any

from django.dispatch import receiver

from kheo.machinery.directives.signals import directive_changed
from kheo.machinery.registers.signals import line_changed
from kheo.movement.contributions.models import Contribution, Use
from kheo.movement.dialogues.signals import dialogue_shown
from kheo.movement.press.models import Entry
from kheo.movement.press.signals import results_announced
from kheo.movement.recognition.signals import decision_changed
from kheo.movement.registry.models import Registration
from kheo.movement.registry.signals import registration_changed
from kheo.movement.registry.states import TITLED
from kheo.outlets.newsroom.actions import new_edition
from kheo.outlets.newsroom.kit import show_at

show_at(article="portal:article", model="portal:model")


@receiver(registration_changed, dispatch_uid="portal registration")
def on_registration(registration: Registration, **told: Any) -> None:  # Any: what a signal carries
    """Make pages anew if the change is one that readers see."""
    if registration.state in TITLED:
        new_edition()


@receiver(dialogue_shown, dispatch_uid="portal dialogue")
@receiver(results_announced, dispatch_uid="portal press contest")
@receiver(decision_changed, dispatch_uid="portal decision")
@receiver(directive_changed, dispatch_uid="portal directive")
def on_document(**told: Any) -> None:  # Any: what a signal carries
    """Make pages anew: documents, dialogues and contests are listed."""
    new_edition()


@receiver(line_changed, sender=Entry, dispatch_uid="portal work of the press")
def on_work(record: Entry, **told: Any) -> None:  # Any: what a signal carries
    """Make pages anew if the work is one that readers see."""
    if record.edition.decided_on:
        new_edition()


@receiver(line_changed, sender=Contribution, dispatch_uid="portal contribution")
@receiver(line_changed, sender=Use, dispatch_uid="portal use")
def on_contribution(**told: Any) -> None:  # Any: what a signal carries
    """Make pages anew: a model's page states what was given for it."""
    new_edition()
