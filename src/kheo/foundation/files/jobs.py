"""The words of documents are read later than the documents come: nobody waits for it."""

from django.utils.translation import gettext_lazy

from kheo.foundation.files.actions import READ_WORDS, keep_words
from kheo.foundation.files.models import StoredFile
from kheo.foundation.files.queries import read
from kheo.foundation.jobs.kit import Work, job


@job(READ_WORDS, gettext_lazy("Read the text of a file"), is_whole=False)
def read_words(work: Work, *, file: str) -> None:
    """Read the words of a file that was kept; it is read before the step begins, so that no writer waits for it."""
    found = StoredFile.objects.filter(pk=file).first()
    if found is not None and not work.mark:
        said = read(found)
        with work.step(True):
            keep_words(found, said)
