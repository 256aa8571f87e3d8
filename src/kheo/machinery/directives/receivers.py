"""When the words of a file have been read, those downstream are told of the document that it hangs on."""

from typing import Any

from django.dispatch import receiver

from kheo.foundation.files.models import StoredFile
from kheo.foundation.files.signals import words_read
from kheo.machinery.directives.models import Directive
from kheo.machinery.directives.queries import hung_with
from kheo.machinery.directives.signals import directive_changed


@receiver(words_read, dispatch_uid="directives words")
def on_words(file: StoredFile, **told: Any) -> None:  # Any: what a signal carries
    """Tell of the documents whose file was read."""
    for directive in hung_with(file):
        directive_changed.send(Directive, directive=directive)
