from django.apps import AppConfig


class SelfManaged(AppConfig):
    name = "kheo.movement.selfmanaged"
    label = "selfmanaged"
