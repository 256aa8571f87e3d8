"""What a writer looks up."""

from collections.abc import Sequence

from kheo.foundation.accounts.models import User
from kheo.lib.vitext import exact_key
from kheo.movement.registry.models import Exemplar
from kheo.movement.registry.rules import NAME_LIMIT
from kheo.organisation.access.rules import reach


def exemplars_called(names: Sequence[str], user: User) -> tuple[list[Exemplar], list[str]]:
    """Return the models of those names that the user's posts reach, and the names that none has."""
    keys = {exact_key(name)[:NAME_LIMIT]: name for name in names}
    found = list(Exemplar.objects.filter(name_key__in=keys, unit__in=reach(user)).order_by("name_key", "pk"))
    known = {exemplar.name_key for exemplar in found}
    return found, [name for key, name in keys.items() if key not in known]
