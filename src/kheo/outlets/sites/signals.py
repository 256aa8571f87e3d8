"""What this room tells others: that what a site shows or says has changed."""

from django.dispatch import Signal

# Sent inside the transaction. Newsroom makes public pages anew.
site_changed = Signal()
