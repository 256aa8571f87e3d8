from django.apps import AppConfig


class Audit(AppConfig):
    name = "kheo.foundation.audit"
    label = "audit"
