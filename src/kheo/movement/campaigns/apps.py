from django.apps import AppConfig


class Campaigns(AppConfig):
    name = "kheo.movement.campaigns"
    label = "campaigns"
