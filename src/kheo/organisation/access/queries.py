from kheo.foundation.accounts.models import User
from kheo.organisation.access.kit import POLICY
from kheo.organisation.access.rules import held_by
from kheo.organisation.units.models import Unit


def units_of_posts(user: User, act: str) -> list[Unit]:
    """Return the very units where the user holds a post that allows the act, in order; not those below."""
    held = {post.unit_id for post in held_by(user) if post.role in POLICY[act]}
    return list(Unit.objects.filter(pk__in=held).in_order())
