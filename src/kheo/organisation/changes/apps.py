from django.apps import AppConfig


class Changes(AppConfig):
    name = "kheo.organisation.changes"
    label = "changes"
