from django.apps import AppConfig


class Drafting(AppConfig):
    name = "kheo.movement.drafting"
    label = "drafting"
