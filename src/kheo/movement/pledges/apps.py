from django.apps import AppConfig


class Pledges(AppConfig):
    name = "kheo.movement.pledges"
    label = "pledges"
