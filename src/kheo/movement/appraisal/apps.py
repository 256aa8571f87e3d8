from django.apps import AppConfig


class Appraisal(AppConfig):
    name = "kheo.movement.appraisal"
    label = "appraisal"
