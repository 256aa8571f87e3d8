"""A tree as a nested list; `ui/tree.html` draws it with lines between what belongs together."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Twig:
    """What one line of a tree says, and what stands below it. `beside` and `note` are said in small words after
    it; `is_here` marks the one that the page is about."""

    text: str
    beside: str = ""
    url: str = ""
    note: str = ""
    is_here: bool = False
    twigs: Sequence["Twig"] = field(default_factory=list)
