from django.apps import AppConfig


class Intake(AppConfig):
    name = "kheo.machinery.intake"
    label = "intake"
