from django.apps import AppConfig


class Access(AppConfig):
    name = "kheo.organisation.access"
    label = "access"
