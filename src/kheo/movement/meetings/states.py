from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Result(TextChoices):
    """What a meeting made of an item of its agenda."""

    PASSED = "passed", pgettext_lazy("item of a meeting", "Agreed to recognise")
    FAILED = "failed", pgettext_lazy("item of a meeting", "Not agreed to recognise")
    PUT_OFF = "put_off", pgettext_lazy("item of a meeting", "Put off to another meeting")


class Voting(TextChoices):
    """How a meeting votes."""

    OPEN = "open", pgettext_lazy("way of voting", "By show of hands")
    MACHINE = "machine", pgettext_lazy("way of voting", "In secret, on the machine")
    PAPER = "paper", pgettext_lazy("way of voting", "In secret, on paper")


class Tie(TextChoices):
    """What holds where as many are for as against, and one more vote in favour would do."""

    FAIL = "fail", pgettext_lazy("rule for a tie", "counts as not agreed")
    CHAIR = "chair", pgettext_lazy("rule for a tie", "the chair decides")
    AGAIN = "again", pgettext_lazy("rule for a tie", "is voted on a second time; a second tie counts as not agreed")


class Presence(TextChoices):
    WAITED = "waited", pgettext_lazy("attendance", "Not noted yet")
    PRESENT = "present", pgettext_lazy("attendance", "Present")
    ABSENT = "absent", pgettext_lazy("attendance", "Absent")


class Choice(TextChoices):
    """What somebody votes."""

    YES = "yes", pgettext_lazy("vote", "In favour")
    NO = "no", pgettext_lazy("vote", "Against")
    ABSTAIN = "abstain", pgettext_lazy("vote", "Abstains")


class Verdict(TextChoices):
    """What the votes on an item come to by the rule of its meeting."""

    REACHED = "reached", pgettext_lazy("outcome of a vote", "Reached")
    MISSED = "missed", pgettext_lazy("outcome of a vote", "Not reached")
    TIED = "tied", pgettext_lazy("outcome of a vote", "Tied")


class PaperForm(TextChoices):
    """By whose rules a document is laid out."""

    PARTY = "party", pgettext_lazy("form of a document", "Party form")
    STATE = "state", pgettext_lazy("form of a document", "State form (decree 30/2020)")
