"""What this room tells others: that a task may come from a difficulty, and what the page of a model shows of it."""

from kheo.machinery.duties import kit
from kheo.movement.following.queries import is_seen_by
from kheo.movement.following.queries.page import panel_of
from kheo.movement.registry.kit import show

kit.declare(kit.Source("difficulty", "following:difficulty", is_seen_by))
show(panel_of)
