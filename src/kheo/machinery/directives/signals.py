"""What the register of documents tells rooms downstream, inside the transaction."""

from django.dispatch import Signal

# directive: Directive; sent when it is entered, changed, related, withdrawn, and when one of its files has been read
directive_changed = Signal()
