"""What the decisions tell rooms downstream, inside the transaction."""

from django.dispatch import Signal

# decision: Decision; sent when one is issued, when a file is hung on it or taken off, and when such a file was read
decision_changed = Signal()
