"""What this room tells rooms downstream, inside the transaction."""

from kheo.ui.declared import Announcement

# adoption: Adoption; sent when a copy is linked with its origin, or is no longer kept up: lines of models change.
lineage_changed = Announcement()
