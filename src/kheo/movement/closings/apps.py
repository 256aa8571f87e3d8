from django.apps import AppConfig


class Closings(AppConfig):
    name = "kheo.movement.closings"
    label = "closings"
