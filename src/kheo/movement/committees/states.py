from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Seat(TextChoices):
    """A place on a committee, in the order in which a list names them."""

    HEAD = "head", pgettext_lazy("seat", "Head")
    DEPUTY = "deputy", pgettext_lazy("seat", "Deputy head")
    STANDING = "standing", pgettext_lazy("seat", "Standing member")
    MEMBER = "member", pgettext_lazy("seat", "Member")
    SECRETARY = "secretary", pgettext_lazy("seat", "Secretary")


class TermState(TextChoices):
    """How a committee stands on a day; one whose decision names no term is in it."""

    CURRENT = "current", pgettext_lazy("committee", "In its term")
    PAST = "past", pgettext_lazy("committee", "Past its term")
    AHEAD = "ahead", pgettext_lazy("committee", "Term not begun")


# The act of a later room that prints the decision; its page bears the name of the act.
PRINT = "reports.staffing"
