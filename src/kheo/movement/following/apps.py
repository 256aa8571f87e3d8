from django.apps import AppConfig


class Following(AppConfig):
    name = "kheo.movement.following"
    label = "following"
