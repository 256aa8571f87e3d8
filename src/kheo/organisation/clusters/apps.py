from django.apps import AppConfig


class Clusters(AppConfig):
    name = "kheo.organisation.clusters"
    label = "clusters"
