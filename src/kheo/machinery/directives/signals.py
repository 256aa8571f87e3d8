"""What the register of documents tells rooms downstream, inside the transaction."""

from kheo.ui.declared import Announcement

# directive: Directive; sent when it is entered, changed, related, withdrawn, and when one of its files has been read
directive_changed = Announcement()
