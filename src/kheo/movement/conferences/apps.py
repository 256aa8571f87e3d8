from django.apps import AppConfig


class Conferences(AppConfig):
    name = "kheo.movement.conferences"
    label = "conferences"
