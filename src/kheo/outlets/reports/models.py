from django.db import models


class NamedFigure(models.Model):
    """A figure of the catalogue by its key, kept once a document is to be named as its basis; what it counts stands in
    the catalogue alone."""

    key = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.key
