from django.apps import AppConfig


class Console(AppConfig):
    name = "kheo.faces.console"
    label = "console"
