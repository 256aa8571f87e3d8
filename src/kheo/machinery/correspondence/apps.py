from django.apps import AppConfig


class Correspondence(AppConfig):
    name = "kheo.machinery.correspondence"
    label = "correspondence"
