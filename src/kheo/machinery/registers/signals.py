"""What the registers tell rooms downstream, inside the transaction."""

from kheo.ui.declared import Announcement

# record: a line that was entered, corrected or withdrawn; sent by its table.
line_changed = Announcement()
