from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

# The words of the registers in addresses.
CLASSES, SESSIONS, TRAINEES = "lop-dao-tao", "buoi-hoc", "hoc-vien"
# The type of document under which a unit that keeps a book numbers its certificates.
CERTIFICATE = "GCN"
# The key of the paper that lists the trainees of a class.
LIST = "danh-sach-hoc-vien"


class Subject(TextChoices):
    """What a class is about."""

    MOBILISATION = "mobilisation", pgettext_lazy("subject of a class", "Mobilisation work")
    EMULATION = "emulation", pgettext_lazy("subject of a class", "Emulation and commendation")
    DEMOCRACY = "democracy", pgettext_lazy("subject of a class", "Democracy at the grassroots")
    FAITHS = "faiths", pgettext_lazy("subject of a class", "Ethnic groups and religions")
    SKILLS = "skills", pgettext_lazy("subject of a class", "Skills and software")
    OTHER = "other", pgettext_lazy("subject of a class", "Other")


class Part(TextChoices):
    """The part of a day that a session takes."""

    MORNING = "morning", pgettext_lazy("part of a day", "Morning")
    AFTERNOON = "afternoon", pgettext_lazy("part of a day", "Afternoon")
    EVENING = "evening", pgettext_lazy("part of a day", "Evening")
    WHOLE = "whole", pgettext_lazy("part of a day", "Whole day")


class Trained(TextChoices):
    """How long ago somebody in a post was trained, as a list of people is narrowed by it."""

    NEVER = "never", pgettext_lazy("training", "Never trained")
    NOT_FOR_1 = "1", pgettext_lazy("training", "Not trained for 1 year")
    NOT_FOR_2 = "2", pgettext_lazy("training", "Not trained for 2 years")
    NOT_FOR_3 = "3", pgettext_lazy("training", "Not trained for 3 years")
    NOT_FOR_5 = "5", pgettext_lazy("training", "Not trained for 5 years")
    ONCE = "once", pgettext_lazy("training", "Trained once or more")
