"""To look at the gallery: `PYTHONPATH=. .venv/bin/django-admin runserver --settings tests.ui.gallery.settings`."""

from kheo.project.settings import *  # noqa: F403
from kheo.project.settings import MIDDLEWARE, STORAGES, TEMPLATES

DEBUG = True
SECRET_KEY = "gallery"
ROOT_URLCONF = "tests.ui.gallery.urls"
INSTALLED_APPS = [
    "kheo.ui",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "tests.ui.gallery",
]
AUTH_USER_MODEL = "auth.User"
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith(("allauth", "axes", "simple_history"))]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
TEMPLATES[0]["OPTIONS"]["context_processors"] = [
    name for name in TEMPLATES[0]["OPTIONS"]["context_processors"] if not name.startswith("kheo.faces")
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
