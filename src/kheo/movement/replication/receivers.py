"""What this room tells others: that a task may come of a plan of replication, and in which line a model stands."""

from kheo.foundation.accounts.models import User
from kheo.machinery.duties import kit as duties
from kheo.movement.registry.kit import Branch, grow
from kheo.movement.registry.states import COUNTED
from kheo.movement.replication.queries import is_seen_by
from kheo.movement.replication.queries.lineage import lineage_for, place_at_work

duties.declare(duties.Source("replication", "replication:detail", is_seen_by))


def _branch(exemplar: int, state: str, user: User) -> Branch | None:
    """Return the line of a model whose registration was accepted: nothing else is copied, or is a copy yet."""
    lineage = lineage_for(exemplar, user) if state in COUNTED else None
    if lineage is None:
        return None
    return Branch(lineage.twigs, lineage.credit, lineage.hidden_words, place_at_work(exemplar, "", 0))


grow(_branch)
