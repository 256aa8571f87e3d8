from django.apps import AppConfig


class OpenData(AppConfig):
    name = "kheo.outlets.opendata"
    label = "opendata"
