from django.apps import AppConfig


class Duties(AppConfig):
    name = "kheo.machinery.duties"
    label = "duties"
