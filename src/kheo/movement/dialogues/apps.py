from django.apps import AppConfig


class Dialogues(AppConfig):
    name = "kheo.movement.dialogues"
    label = "dialogues"
