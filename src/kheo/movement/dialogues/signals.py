"""What dialogues tell rooms downstream, inside the transaction."""

from kheo.ui.declared import Announcement

# dialogue: Dialogue; sent when readers are shown it, or no longer
dialogue_shown = Announcement()
