from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class Search(AppConfig):
    name = "kheo.machinery.search"
    label = "search"

    def ready(self) -> None:
        """Load the `search.py` of every room, then what listens to the signals that they name."""
        autodiscover_modules("search")
        autodiscover_modules("receivers")
