"""Settings of a stock Wagtail site, as `wagtail start` writes them, on SQLite or PostgreSQL with its own search."""

import os
from pathlib import Path
from urllib.parse import unquote

HERE = Path(__file__).resolve().parent
HOME = Path(os.environ["STOCK_HOME"])
SECRET_KEY = "stock"
DEBUG = False
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [
    "stock",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
MIGRATION_MODULES = {"stock": "stock_migrations"}  # written beside the database
ROOT_URLCONF = "stock.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
WSGI_APPLICATION = "stock.wsgi.application"
STOCK_SERVER = unquote(os.environ["STOCK_SERVER"])
ON_SERVER = {"HOST": STOCK_SERVER, "USER": "kheo", "NAME": os.environ["STOCK_DATABASE"], "CONN_MAX_AGE": 60}
ON_SQLITE = {"ENGINE": "django.db.backends.sqlite3", "NAME": HOME / "stock.sqlite3"}
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", **ON_SERVER} if STOCK_SERVER else ON_SQLITE}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "media"
MEDIA_URL = "/media/"
WAGTAIL_SITE_NAME = "Stock"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
