from django.apps import AppConfig


class Registry(AppConfig):
    name = "kheo.movement.registry"
    label = "registry"
