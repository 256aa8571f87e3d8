from django.apps import AppConfig


class Replication(AppConfig):
    name = "kheo.movement.replication"
    label = "replication"
