from django.apps import AppConfig


class Commendation(AppConfig):
    name = "kheo.movement.commendation"
    label = "commendation"
