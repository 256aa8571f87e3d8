from django.apps import AppConfig


class Units(AppConfig):
    name = "kheo.organisation.units"
    label = "units"
