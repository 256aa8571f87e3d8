from enum import StrEnum


class Notice(StrEnum):
    """What the reader warns of; the rooms above say it in words."""

    SEVERAL_TOTALS = "several_totals"
    NO_TOTAL = "no_total"
    FIELDS_DO_NOT_ADD_UP = "fields_do_not_add_up"
    SPLIT_DOES_NOT_ADD_UP = "split_does_not_add_up"
    ANOTHER_MOVEMENT = "another_movement"
