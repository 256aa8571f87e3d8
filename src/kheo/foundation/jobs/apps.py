from django.apps import AppConfig


class Jobs(AppConfig):
    name = "kheo.foundation.jobs"
    label = "jobs"
