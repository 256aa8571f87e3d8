"""What the decisions tell rooms downstream, inside the transaction."""

from kheo.ui.declared import Announcement

# decision: Decision; sent when one is issued, when a file is hung on it or taken off, and when such a file was read
decision_changed = Announcement()
