from django.apps import AppConfig


class Formats(AppConfig):
    name = "kheo.machinery.formats"
    label = "formats"
