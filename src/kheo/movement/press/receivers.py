"""The way from a registration to the works of the press about its model."""

from kheo.movement.press.queries import is_told_of, panel_of
from kheo.movement.registry.kit import show

show(panel_of, if_any=is_told_of)
