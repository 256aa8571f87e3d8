from django.dispatch import Signal

# Readers of the portal are shown the board, or no longer (`unit`).
board_shown = Signal()
