from django.apps import AppConfig


class Voice(AppConfig):
    name = "kheo.outlets.voice"
    label = "voice"
