from django.apps import AppConfig


class Registers(AppConfig):
    name = "kheo.machinery.registers"
    label = "registers"
