from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class DirectiveKind(TextChoices):
    """The kind of a document that tells units what to do."""

    RESOLUTION = "resolution", pgettext_lazy("document", "Resolution")
    DIRECTIVE = "directive", pgettext_lazy("document", "Directive")
    DECISION = "decision", pgettext_lazy("document", "Decision")
    REGULATION = "regulation", pgettext_lazy("document", "Regulation")
    CONCLUSION = "conclusion", pgettext_lazy("document", "Conclusion")
    PLAN = "plan", pgettext_lazy("document", "Plan")
    GUIDANCE = "guidance", pgettext_lazy("document", "Guidance")
