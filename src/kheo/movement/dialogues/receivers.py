"""What this room tells others: that a task may come from a dialogue."""

from kheo.machinery.duties import kit

kit.declare(kit.Source("dialogue", "dialogues:follow"))
