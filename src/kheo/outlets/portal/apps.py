from django.apps import AppConfig


class Portal(AppConfig):
    name = "kheo.outlets.portal"
    label = "portal"
