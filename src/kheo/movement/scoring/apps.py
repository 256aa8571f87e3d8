from django.apps import AppConfig


class Scoring(AppConfig):
    name = "kheo.movement.scoring"
    label = "scoring"
