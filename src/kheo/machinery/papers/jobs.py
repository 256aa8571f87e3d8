"""A PDF is made of a Word document in the background: LibreOffice takes seconds, and on a busy machine many."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from kheo.foundation.jobs.kit import Outcome, Work, job
from kheo.lib.unsafe import Unsafe
from kheo.machinery.papers.actions import MAKE_PDF, keep_pdf
from kheo.machinery.papers.kit import pdf_of
from kheo.machinery.papers.models import Handout


@job(MAKE_PDF, gettext_lazy("Make a PDF of a document"), is_whole=False)
def make_pdf(work: Work, *, handout: int) -> Outcome:
    """Make the PDF of a document that somebody asked for; where none can be made, its Word file is what is found."""
    found = Handout.objects.select_related("file").get(pk=handout)
    address = reverse("papers:handout", args=[found.pk])
    if not found.is_made:
        with TemporaryDirectory() as desk:
            try:
                made = pdf_of(found.file.original, Path(desk))
            except Unsafe:
                words = gettext("LibreOffice could not make the PDF. Take the Word file, and save it as PDF there.")
                return Outcome(words, address)
            with work.step("kept"):
                keep_pdf(found, made, by=work.by, at=work.at)
    return Outcome(gettext("The PDF is ready."), address)
