from django.apps import AppConfig


class Setup(AppConfig):
    name = "kheo.faces.setup"
    label = "setup"
