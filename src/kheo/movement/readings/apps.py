from django.apps import AppConfig


class Readings(AppConfig):
    name = "kheo.movement.readings"
    label = "readings"
