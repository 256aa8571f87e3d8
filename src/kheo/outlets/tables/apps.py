from django.apps import AppConfig


class Tables(AppConfig):
    name = "kheo.outlets.tables"
    label = "tables"
