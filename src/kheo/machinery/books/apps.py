from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class Books(AppConfig):
    name = "kheo.machinery.books"
    label = "books"

    def ready(self) -> None:
        """Load the `figures.py` of every room into the one catalogue."""
        autodiscover_modules("figures")
