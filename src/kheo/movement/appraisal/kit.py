"""What rooms downstream add to the page that explains how a model came to its result."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from kheo.foundation.accounts.models import User
from kheo.movement.registry.models import Registration
from kheo.ui.declared import Offers

Told = Mapping[str, object]


@dataclass(frozen=True)
class Chapter:
    """A part of the explanation: its heading, its template, and what that is told of a registration; None where there
    is nothing to tell."""

    heading: Promise
    template: str
    tell: Callable[[Registration, User], Told | None]


CHAPTERS: Offers[Chapter] = Offers("receivers")


def declare(chapter: Chapter) -> None:
    """Add a chapter; they stand in the order of the rooms, the earliest step first."""
    CHAPTERS.add_first(chapter)
