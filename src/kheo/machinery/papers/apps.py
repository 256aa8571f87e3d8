from django.apps import AppConfig


class Papers(AppConfig):
    name = "kheo.machinery.papers"
    label = "papers"
