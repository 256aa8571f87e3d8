"""What a room declares in its `policy.py`: which roles may do which act."""

from collections.abc import Iterable, Mapping

from kheo.organisation.access.states import Role

POLICY: dict[str, frozenset[Role]] = {}


def declare(acts: Mapping[str, Iterable[Role]]) -> None:
    """Add a room's acts to the one policy; an act is declared once."""
    for act, roles in acts.items():
        if act in POLICY:
            raise ValueError(f"The act {act} is declared twice.")
        POLICY[act] = frozenset(roles)
