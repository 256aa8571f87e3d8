from django.dispatch import Signal

# A line of a register was entered, corrected or withdrawn: `record`.
line_changed = Signal()
