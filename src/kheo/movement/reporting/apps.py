from django.apps import AppConfig


class Reporting(AppConfig):
    name = "kheo.movement.reporting"
    label = "reporting"
