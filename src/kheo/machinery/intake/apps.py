from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class Intake(AppConfig):
    name = "kheo.machinery.intake"
    label = "intake"

    def ready(self) -> None:
        """Load the `sheets.py` of every room."""
        autodiscover_modules("sheets")
