"""What other rooms take from here: how to declare who may do an act, and the request of an officer."""

from collections.abc import Iterable, Mapping

from django.http import HttpRequest  # noqa: TID251 -- a type for views, nothing of HTTP is done here

from kheo.foundation.accounts.models import User
from kheo.organisation.access.states import Role

POLICY: dict[str, frozenset[Role]] = {}


class OfficerRequest(HttpRequest):
    """The request of somebody who is signed in: what a view behind `login_required` is given."""

    user: User


def declare(acts: Mapping[str, Iterable[Role]]) -> None:
    """Add a room's acts to the one policy; an act is declared once."""
    for act, roles in acts.items():
        if act in POLICY:
            raise ValueError(f"The act {act} is declared twice.")
        POLICY[act] = frozenset(roles)
