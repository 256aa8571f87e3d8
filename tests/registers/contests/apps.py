from django.apps import AppConfig


class Contests(AppConfig):
    name = "tests.registers.contests"
    label = "contests"
