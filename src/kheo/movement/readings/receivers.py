"""What the page of a unit shows of the reports that were read."""

from kheo.movement.readings.queries import years_of
from kheo.organisation.changes.kit import Panel, declare_panel

declare_panel(Panel("readings/panel.html", years_of))
