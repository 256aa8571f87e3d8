from django.apps import AppConfig


class Reports(AppConfig):
    name = "kheo.outlets.reports"
    label = "reports"
