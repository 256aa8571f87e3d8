"""What press contests tell rooms downstream, inside the transaction."""

from kheo.ui.declared import Announcement

# edition: Edition; sent when its results are announced
results_announced = Announcement()
