from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class DirectiveKind(TextChoices):
    """The kind of a document that tells units what to do."""

    LAW = "law", pgettext_lazy("document", "Law")
    RESOLUTION = "resolution", pgettext_lazy("document", "Resolution")
    DIRECTIVE = "directive", pgettext_lazy("document", "Directive")
    DECREE = "decree", pgettext_lazy("document", "Decree")
    CIRCULAR = "circular", pgettext_lazy("document", "Circular")
    DECISION = "decision", pgettext_lazy("document", "Decision")
    REGULATION = "regulation", pgettext_lazy("document", "Regulation")
    CONCLUSION = "conclusion", pgettext_lazy("document", "Conclusion")
    PROGRAMME = "programme", pgettext_lazy("document", "Programme")
    PLAN = "plan", pgettext_lazy("document", "Plan")
    GUIDANCE = "guidance", pgettext_lazy("document", "Guidance")
    NOTICE = "notice", pgettext_lazy("document", "Notice")
    LETTER = "letter", pgettext_lazy("document", "Official letter")


class RelationKind(TextChoices):
    """What a later document does to an earlier one."""

    REPLACE = "replace", pgettext_lazy("document", "replaces")
    AMEND = "amend", pgettext_lazy("document", "amends")
    REPEAL = "repeal", pgettext_lazy("document", "repeals")
    GUIDE = "guide", pgettext_lazy("document", "guides how to carry out")


# The same, said of the earlier document.
PASSIVE = {
    RelationKind.REPLACE: pgettext_lazy("document", "is replaced by"),
    RelationKind.AMEND: pgettext_lazy("document", "is amended by"),
    RelationKind.REPEAL: pgettext_lazy("document", "is repealed by"),
    RelationKind.GUIDE: pgettext_lazy("document", "is guided by"),
}
ENDS = frozenset({RelationKind.REPLACE, RelationKind.REPEAL})


class Validity(TextChoices):
    """Whether a document holds on a day."""

    IN_FORCE = "in_force", pgettext_lazy("document", "In force")
    NOT_YET = "not_yet", pgettext_lazy("document", "Not yet in force")
    ENDED = "ended", pgettext_lazy("document", "No longer in force")
    UNKNOWN = "unknown", pgettext_lazy("document", "Validity not known")


TONES = {Validity.IN_FORCE: "ok", Validity.NOT_YET: "wait", Validity.ENDED: "stop", Validity.UNKNOWN: "draft"}
