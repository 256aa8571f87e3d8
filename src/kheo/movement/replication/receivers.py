"""What this room tells others: that a task may come of a plan of replication, and in which line a model stands."""

from django.utils.translation import pgettext

from kheo.foundation.accounts.models import User
from kheo.machinery.duties import kit as duties
from kheo.movement.registry.kit import Link, Panel, Shown, show
from kheo.movement.registry.states import COUNTED
from kheo.movement.replication.queries import is_seen_by
from kheo.movement.replication.queries.lineage import has_line, lineage_for, place_at_work

duties.declare(duties.Source("replication", "replication:detail", is_seen_by))


def _panel(shown: Shown, user: User) -> Panel | None:
    """Return the line of a model whose registration was accepted: nothing else is copied, or is a copy yet."""
    lineage = lineage_for(shown.exemplar, user) if shown.state in COUNTED else None
    if lineage is None:
        return None
    words = pgettext("replication", "Who copies it, and what came of it")
    return Panel(
        pgettext("replication", "Line of the model"),
        lead=lineage.credit,
        twigs=lineage.twigs,
        hint=lineage.hidden_words,
        links=[Link(words, "", place_at_work(shown.exemplar, "", 0))],
    )


show(_panel, if_any=lambda: has_line("exemplar"))
