from django.apps import AppConfig


class Statuses(AppConfig):
    name = "kheo.organisation.statuses"
    label = "statuses"
