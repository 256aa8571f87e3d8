"""What the register tells rooms downstream, inside the transaction."""

from django.dispatch import Signal

# registration: Registration; gone: bool when a draft is about to be deleted.
registration_changed = Signal()

# numbers: those of very many new registrations, entered by one act; at: when.
registrations_entered = Signal()
