"""What the register tells rooms downstream, inside the transaction."""

from kheo.ui.declared import Announcement

# registration: Registration; gone: bool when a draft is about to be deleted.
registration_changed = Announcement()

# numbers: those of very many new registrations, entered by one act; at: when.
registrations_entered = Announcement()
