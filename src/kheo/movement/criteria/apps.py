from django.apps import AppConfig


class Criteria(AppConfig):
    name = "kheo.movement.criteria"
    label = "criteria"
