"""The way from a registration to the works of the press about its model."""

from kheo.movement.press.queries import panel_of
from kheo.movement.registry.kit import show

show(panel_of)
