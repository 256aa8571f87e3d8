from django.apps import AppConfig


class Meetings(AppConfig):
    name = "kheo.movement.meetings"
    label = "meetings"
