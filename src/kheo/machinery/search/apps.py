from django.apps import AppConfig


class Search(AppConfig):
    name = "kheo.machinery.search"
    label = "search"
