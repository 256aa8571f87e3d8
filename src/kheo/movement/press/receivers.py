"""The way from a registration to the works of the press about its model."""

from kheo.movement.press.queries import links_of
from kheo.movement.registry.kit import link

link(links_of)
