from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class Notices(AppConfig):
    name = "kheo.machinery.notices"
    label = "notices"

    def ready(self) -> None:
        """Load the `reminders.py` of every room."""
        autodiscover_modules("reminders")
