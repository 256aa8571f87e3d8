from django.apps import AppConfig


class Supervision(AppConfig):
    name = "kheo.movement.supervision"
    label = "supervision"
