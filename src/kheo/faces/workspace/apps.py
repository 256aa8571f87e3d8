from django.apps import AppConfig


class Workspace(AppConfig):
    name = "kheo.faces.workspace"
    label = "workspace"
