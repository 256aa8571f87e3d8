from django.apps import AppConfig


class Newsroom(AppConfig):
    name = "kheo.outlets.newsroom"
    label = "newsroom"
