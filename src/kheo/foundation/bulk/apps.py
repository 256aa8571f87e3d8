from django.apps import AppConfig


class Bulk(AppConfig):
    name = "kheo.foundation.bulk"
    label = "bulk"
