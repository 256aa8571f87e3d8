from django.apps import AppConfig


class Releases(AppConfig):
    name = "kheo.outlets.releases"
    label = "releases"
