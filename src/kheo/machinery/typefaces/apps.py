from django.apps import AppConfig


class Typefaces(AppConfig):
    name = "kheo.machinery.typefaces"
    label = "typefaces"
