from django.apps import AppConfig


class Notices(AppConfig):
    name = "kheo.machinery.notices"
    label = "notices"
