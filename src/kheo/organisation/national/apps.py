from django.apps import AppConfig


class National(AppConfig):
    name = "kheo.organisation.national"
    label = "national"
