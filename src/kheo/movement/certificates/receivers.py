"""The way from a decision to its certificates."""

from django.utils.translation import pgettext_lazy

from kheo.movement.recognition.kit import Door, declare

declare(Door(pgettext_lazy("door", "Certificates"), "certificates:decision", "certificates.issue", "patch-check"))
