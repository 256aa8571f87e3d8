from django.apps import AppConfig


class Files(AppConfig):
    name = "kheo.foundation.files"
    label = "files"
