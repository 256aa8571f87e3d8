from django.apps import AppConfig


class Contributions(AppConfig):
    name = "kheo.movement.contributions"
    label = "contributions"
