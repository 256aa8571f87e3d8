"""What this room tells others: that what a site shows or says has changed."""

from kheo.ui.declared import Announcement

# Sent inside the transaction. Newsroom makes public pages anew.
site_changed = Announcement()
