"""What this room tells others: that a task may come from a session of supervision."""

from kheo.machinery.duties import kit
from kheo.movement.supervision.queries import is_seen_by

kit.declare(kit.Source("supervision", "supervision:follow", is_seen_by))
