from django.apps import AppConfig


class Directives(AppConfig):
    name = "kheo.machinery.directives"
    label = "directives"
