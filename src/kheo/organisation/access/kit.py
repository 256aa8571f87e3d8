"""What other rooms take from here: how to declare who may do an act, and the request of an officer."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypedDict

from django.http import HttpRequest  # noqa: TID251 -- a type for views, nothing of HTTP is done here
from django.utils import timezone

from kheo.foundation.accounts.models import User
from kheo.organisation.access.states import Role

POLICY: dict[str, frozenset[Role]] = {}


class OfficerRequest(HttpRequest):
    """The request of somebody who is signed in: what a view behind `login_required` is given."""

    user: User


class Who(TypedDict):
    """Who does something, and when: what every act is told."""

    by: User
    at: datetime


def who(request: OfficerRequest) -> Who:
    """Return who does what a request asks, and when."""
    return {"by": request.user, "at": timezone.now()}  # noqa: TID251 -- views read the clock, by this


def declare(acts: Mapping[str, Iterable[Role]]) -> None:
    """Add a room's acts to the one policy; an act is declared once."""
    for act, roles in acts.items():
        if act in POLICY:
            raise ValueError(f"The act {act} is declared twice.")
        POLICY[act] = frozenset(roles)
