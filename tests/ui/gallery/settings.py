"""To look at the gallery: `PYTHONPATH=. .venv/bin/django-admin runserver --settings tests.ui.gallery.settings`."""

from kheo.project.settings import *  # noqa: F403
from kheo.project.settings import MIDDLEWARE, STORAGES, TEMPLATES

DEBUG = True
SECRET_KEY = "gallery"
ROOT_URLCONF = "tests.ui.gallery.urls"
WSGI_APPLICATION = None
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
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
ALONE = ("django.", "csp.", "kheo.ui.", "kheo.project.middleware.language")  # what needs no other room
MIDDLEWARE = [name for name in MIDDLEWARE if name.startswith(ALONE)]
PROCESSORS = [name for name in TEMPLATES[0]["OPTIONS"]["context_processors"] if name.startswith(ALONE)]
TEMPLATES = [TEMPLATES[0] | {"OPTIONS": {"context_processors": PROCESSORS}}]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
