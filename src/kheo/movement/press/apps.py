from django.apps import AppConfig


class Press(AppConfig):
    name = "kheo.movement.press"
    label = "press"
