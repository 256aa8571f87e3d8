"""What this room tells others: that a task may come from a conference."""

from kheo.machinery.duties import kit

kit.declare(kit.Source("conference", "conferences:detail"))
