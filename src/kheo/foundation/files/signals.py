"""What the rooms that a file hangs on are told, inside the transaction."""

from django.dispatch import Signal

# file: StoredFile
words_read = Signal()
