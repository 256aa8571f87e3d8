from django.apps import AppConfig


class NewRural(AppConfig):
    name = "kheo.movement.newrural"
    label = "newrural"
