"""What the rooms that a file hangs on are told, inside the transaction."""

from kheo.ui.declared import Announcement

# file: StoredFile
words_read = Announcement()
