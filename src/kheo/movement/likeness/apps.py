from django.apps import AppConfig


class Likeness(AppConfig):
    name = "kheo.movement.likeness"
    label = "likeness"
