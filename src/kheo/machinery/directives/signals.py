"""What the register of documents tells rooms downstream, inside the transaction."""

from django.dispatch import Signal

# directive: Directive
directive_entered = Signal()
