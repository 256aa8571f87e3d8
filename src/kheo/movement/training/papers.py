"""The papers of a class that offices can have templates of their own for."""

from pathlib import Path

from django.utils.translation import pgettext_lazy

from kheo.machinery.papers.kit import Desk, Document, declare
from kheo.movement.training.states import LIST

_DESK = Desk("training:units", pgettext_lazy("training", "Training classes"), "training.correct")
_STEM = Path(__file__).parent / "templates_docx" / "trainees"

declare(Document(LIST, pgettext_lazy("document", "List of trainees of a class"), "DS", _STEM, _DESK))
