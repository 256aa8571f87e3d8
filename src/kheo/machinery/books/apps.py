from django.apps import AppConfig


class Books(AppConfig):
    name = "kheo.machinery.books"
    label = "books"
