"""Loads the demo district."""

from kheo.faces.demo.actions.district import District
from kheo.faces.demo.actions.loading import load

__all__ = ["District", "load"]
