from django.apps import AppConfig


class Committees(AppConfig):
    name = "kheo.movement.committees"
    label = "committees"
