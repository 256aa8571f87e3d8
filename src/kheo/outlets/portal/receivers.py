"""Tells the desk where readers find an article; makes public pages anew when what they show has changed."""

from typing import Any

from django.dispatch import receiver

from kheo.machinery.directives.signals import directive_changed
from kheo.machinery.registers.signals import line_changed
from kheo.movement.contributions.models import Contribution, Use
from kheo.movement.dialogues.signals import dialogue_shown
from kheo.movement.following.models import Recheck
from kheo.movement.newrural.models import Assessment
from kheo.movement.newrural.queries import is_shown_anywhere
from kheo.movement.newrural.signals import board_shown
from kheo.movement.press.models import Entry
from kheo.movement.press.signals import results_announced
from kheo.movement.recognition.signals import decision_changed
from kheo.movement.registry.models import Registration
from kheo.movement.registry.signals import registration_changed
from kheo.movement.registry.states import TITLED
from kheo.movement.replication.signals import lineage_changed
from kheo.outlets.newsroom.actions import new_edition
from kheo.outlets.newsroom.kit import show_at

show_at(article="portal:article", model="portal:model")


@receiver(registration_changed, dispatch_uid="portal registration")
def on_registration(registration: Registration, **told: Any) -> None:  # Any: what a signal carries
    """Make pages anew if the change is one that readers see."""
    if registration.state in TITLED:
        new_edition()


@receiver(dialogue_shown, dispatch_uid="portal dialogue")
@receiver(board_shown, dispatch_uid="portal new rural")
@receiver(results_announced, dispatch_uid="portal press contest")
@receiver(decision_changed, dispatch_uid="portal decision")
@receiver(directive_changed, dispatch_uid="portal directive")
def on_document(**told: Any) -> None:  # Any: what a signal carries
    """Make pages anew: documents, dialogues, contests and the board of new rural area are listed."""
    new_edition()


@receiver(line_changed, sender=Entry, dispatch_uid="portal work of the press")
def on_work(record: Entry, **told: Any) -> None:  # Any: what a signal carries
    """Make pages anew if the work is one that readers see."""
    if record.edition.decided_on:
        new_edition()


@receiver(line_changed, sender=Contribution, dispatch_uid="portal contribution")
@receiver(line_changed, sender=Use, dispatch_uid="portal use")
@receiver(line_changed, sender=Recheck, dispatch_uid="portal recheck")
def on_line(**told: Any) -> None:  # Any: what a signal carries
    """Make pages anew: a model's page states what was given for it, and whether it is kept up."""
    new_edition()


@receiver(line_changed, sender=Assessment, dispatch_uid="portal assessment")
def on_assessment(**told: Any) -> None:  # Any: what a signal carries
    """Make pages anew: the board of new rural area shows what communes meet."""
    if is_shown_anywhere():
        new_edition()


@receiver(lineage_changed, dispatch_uid="portal lineage")
def on_lineage(**told: Any) -> None:  # Any: what a signal carries
    """Make pages anew: a model's page shows who copied it."""
    new_edition()
