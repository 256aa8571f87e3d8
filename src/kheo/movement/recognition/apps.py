from django.apps import AppConfig


class Recognition(AppConfig):
    name = "kheo.movement.recognition"
    label = "recognition"
