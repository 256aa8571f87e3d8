from django.apps import AppConfig


class Numbering(AppConfig):
    name = "kheo.machinery.numbering"
    label = "numbering"
