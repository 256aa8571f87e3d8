from django.apps import AppConfig


class Training(AppConfig):
    name = "kheo.movement.training"
    label = "training"
