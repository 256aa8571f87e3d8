from django.apps import AppConfig


class Ui(AppConfig):
    name = "kheo.ui"
    label = "ui"
