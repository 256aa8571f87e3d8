from django.apps import AppConfig


class Accounts(AppConfig):
    name = "kheo.foundation.accounts"
    label = "accounts"
