from django.apps import AppConfig


class Project(AppConfig):
    name = "kheo.project"
    label = "project"

    def ready(self) -> None:
        """Register the checks of an installation."""
        from kheo.project import checks  # noqa: F401, PLC0415 -- they read tables, which are ready only now
