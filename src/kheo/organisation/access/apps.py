from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class Access(AppConfig):
    name = "kheo.organisation.access"
    label = "access"

    def ready(self) -> None:
        """Load the `policy.py` of every room into the one policy."""
        autodiscover_modules("policy")
