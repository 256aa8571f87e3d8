from django.apps import AppConfig


class Demo(AppConfig):
    name = "kheo.faces.demo"
    label = "demo"
