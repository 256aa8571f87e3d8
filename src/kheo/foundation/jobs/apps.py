from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class Jobs(AppConfig):
    name = "kheo.foundation.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Load the `jobs.py` of every room."""
        autodiscover_modules("jobs")
