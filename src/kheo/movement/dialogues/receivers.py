"""What this room tells others: that a task may come from a dialogue."""

from kheo.machinery.duties import kit
from kheo.movement.dialogues.queries import is_seen_by

kit.declare(kit.Source("dialogue", "dialogues:follow", is_seen_by))
