from django.apps import AppConfig


class Journals(AppConfig):
    name = "kheo.foundation.journal"
    label = "journal"
