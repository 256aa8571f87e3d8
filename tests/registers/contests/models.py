from django.db import models
from django.utils.translation import gettext_lazy as _

from kheo.machinery.registers.kit import Record


class Medium(models.TextChoices):
    PAPER = "paper", _("Báo in")
    ONLINE = "online", _("Báo điện tử")
    BROADCAST = "broadcast", _("Phát thanh, truyền hình")


class Entry(Record):
    """A work that was sent in to a press contest about exemplars."""

    title = models.CharField(max_length=200)
    medium = models.CharField(max_length=20, choices=Medium)
    published_on = models.DateField()
    points = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    is_prized = models.BooleanField(default=False)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.title
