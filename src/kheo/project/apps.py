from typing import Any

from django.apps import AppConfig
from django.db.models.signals import pre_migrate

from kheo.ui.declared import modules


class Project(AppConfig):
    name = "kheo.project"
    label = "project"

    def ready(self) -> None:
        """Register the checks of an installation, and let rooms hear when tables are made."""
        from kheo.project import checks  # noqa: F401, PLC0415 -- they read tables, which are ready only now

        pre_migrate.connect(_read_receivers, dispatch_uid="receivers")


def _read_receivers(**_told: Any) -> None:  # Any: what a signal carries
    modules("receivers").read()
