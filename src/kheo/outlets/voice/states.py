"""What may become of a reader's remark, what is looked for in it, and why readers report one."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy, pgettext_lazy


class CommentState(TextChoices):
    PENDING = "pending", pgettext_lazy("comment", "Waiting")
    SHOWN = "shown", pgettext_lazy("comment", "Shown")
    HIDDEN = "hidden", pgettext_lazy("comment", "Hidden")


class PatternKind(TextChoices):
    PHONE = "phone", gettext_lazy("Telephone number")
    IDENTITY = "identity", gettext_lazy("Number of an identity card")
    ACCOUNT = "account", gettext_lazy("Bank account")
    EMAIL = "email", gettext_lazy("E-mail address")
    ABUSE = "abuse", gettext_lazy("Abusive word")
    OTHER = "other", pgettext_lazy("pattern", "Other")


class PatternEffect(TextChoices):
    MARK = "mark", gettext_lazy("Marked for the moderator")
    REFUSE = "refuse", gettext_lazy("Given back to the reader")


class ReportReason(TextChoices):
    ABUSE = "abuse", gettext_lazy("Insults somebody")
    PRIVATE = "private", gettext_lazy("Tells private matters of somebody")
    FALSE = "false", gettext_lazy("Is not true")
    ADVERT = "advert", gettext_lazy("Advertises")
    OTHER = "other", gettext_lazy("Another reason")
