from django.apps import AppConfig


class Sites(AppConfig):
    name = "kheo.outlets.sites"
    label = "sites"
