from django.apps import AppConfig


class Certificates(AppConfig):
    name = "kheo.movement.certificates"
    label = "certificates"
