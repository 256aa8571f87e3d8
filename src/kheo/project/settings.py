"""Every setting of Khéo. The few that an office may turn come from the environment, each with a safe default.

They are listed in docs/generated/settings.md; what production refuses is in `checks.py`.
"""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _
from django_prose_editor.config import html_tags
from js_asset import static_lazy  # type: ignore[import-untyped]  # it ships no types

from kheo.lib.environment import Environment

env = Environment()
PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent

# Whether real records are kept here: safe settings are then demanded, and https.
PRODUCTION: bool = env.switch("KHEO_PRODUCTION", default=False)
# Show the cause of an error on the page. For development only.
DEBUG: bool = env.switch("KHEO_DEBUG", default=False)
# The folder of the database, the files and the key.
DATA_DIR: Path = env.path("KHEO_DATA_DIR", default=ROOT / "var")
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """Return the key from the environment, or the one kept beside the data, made on first use."""
    # The key that signs sessions, 50 characters or more; where it is not given, one is made and kept beside the data.
    if given := env.text("KHEO_SECRET_KEY", default=""):
        return given
    kept = DATA_DIR / "secret.key"
    try:
        with kept.open("x") as new:
            kept.chmod(0o600)
            new.write(get_random_secret_key())
    except FileExistsError:
        pass
    return kept.read_text()


SECRET_KEY = _secret_key()
# The names under which people reach the site, with commas between them; one that begins with a dot holds all below it.
ALLOWED_HOSTS: list[str] = env.words("KHEO_HOSTS", default=["127.0.0.1", "localhost", ".localhost", "[::1]"])
# Whole names only: a form from any name below a dot would be trusted otherwise. Each site's own origin needs no entry.
CSRF_TRUSTED_ORIGINS: list[str] = [f"https://{host}" for host in ALLOWED_HOSTS if host[:1] != "."] if PRODUCTION else []

INSTALLED_APPS = [
    # Faces first, so that their templates and commands win; then the line, then machinery.
    "kheo.faces.console",
    "kheo.faces.demo",
    "kheo.faces.setup",
    "kheo.faces.workspace",
    "kheo.outlets.tables",
    "kheo.outlets.portal",
    "kheo.outlets.opendata",
    "kheo.outlets.voice",
    "kheo.outlets.releases",
    "kheo.outlets.newsroom",
    "kheo.outlets.sites",
    "kheo.outlets.reports",
    "kheo.movement.drafting",
    "kheo.movement.reporting",
    "kheo.movement.closings",
    "kheo.movement.training",
    "kheo.movement.following",
    "kheo.movement.pledges",
    "kheo.movement.press",
    "kheo.movement.supervision",
    "kheo.movement.dialogues",
    "kheo.movement.newrural",
    "kheo.movement.selfmanaged",
    "kheo.movement.contributions",
    "kheo.movement.conferences",
    "kheo.movement.readings",
    "kheo.movement.commendation",
    "kheo.movement.certificates",
    "kheo.movement.replication",
    "kheo.movement.recognition",
    "kheo.movement.meetings",
    "kheo.movement.appraisal",
    "kheo.movement.likeness",
    "kheo.movement.registry",
    "kheo.movement.committees",
    "kheo.movement.criteria",
    "kheo.movement.scoring",
    "kheo.movement.campaigns",
    "kheo.machinery.correspondence",
    "kheo.machinery.registers",
    "kheo.machinery.duties",
    "kheo.machinery.books",
    "kheo.machinery.search",
    "kheo.machinery.formats",
    "kheo.machinery.directives",
    "kheo.machinery.intake",
    "kheo.machinery.papers",
    "kheo.machinery.typefaces",
    "kheo.machinery.numbering",
    "kheo.machinery.notices",
    "kheo.organisation.national",
    "kheo.organisation.clusters",
    "kheo.organisation.statuses",
    "kheo.organisation.changes",
    "kheo.organisation.access",
    "kheo.organisation.units",
    "kheo.foundation.files",
    "kheo.foundation.jobs",
    "kheo.foundation.accounts",
    "kheo.foundation.journal",
    "kheo.foundation.bulk",
    "kheo.foundation.audit",
    "kheo.ui",
    "kheo.project",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.sitemaps",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "django_htmx",
    "django_prose_editor",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kheo.project.middleware.Policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kheo.project.middleware.language_by_choice",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "kheo.project.urls"
WSGI_APPLICATION = "kheo.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "kheo.ui.context.look",
                "kheo.faces.workspace.web.context.frame",
                "csp.context_processors.nonce",
            ],
        },
    }
]
FORM_RENDERER = "kheo.ui.forms.Renderer"

# The database -------------------------------------------------------------------------------------------------------

# IMMEDIATE: a transaction that reads and then writes never loses to "database is locked" (docs/decisions/0003).
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA temp_store=MEMORY;PRAGMA mmap_size=134217728;"
        "PRAGMA cache_size=-20000;PRAGMA journal_size_limit=67108864;"
    ),
}
# Where the records are: SQLite beside the data, or postgres://user:password@host/name.
DATABASES = {"default": env.database("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'kheo.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A worker answers one request at a time beside its two threads: it begins with one connection, not with four.
    # Questions of many small parts (what waits today) are compiled by PostgreSQL for longer than they run.
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 4}, "options": "-c jit=off"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People -------------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace:home"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "kheo.foundation.accounts.kit.ClosedDoor"
ACCOUNT_FORMS = {
    "login": "kheo.foundation.accounts.web.forms.SignInForm",
    "change_password": "kheo.foundation.accounts.web.forms.ChangePasswordForm",
}
ACCOUNT_RATE_LIMITS = False  # django-axes does the locking
ACCOUNT_SESSION_REMEMBER = False  # a shared machine forgets when its browser closes
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
# A whole office sits behind one address: lock the pair, never the address alone.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SIMPLE_HISTORY_REVERT_DISABLED = True

# Language, time, numbers ---------------------------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_THOUSAND_SEPARATOR = True

# Files ----------------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # half to compress and to keep; every page names the hashed ones
WHITENOISE_MAX_AGE = 365 * 24 * 60 * 60 if not DEBUG else 0
# The one node of the editor that is our own: the place of a picture or a file.
DJANGO_PROSE_EDITOR_EXTENSIONS = [{"js": [static_lazy("newsroom/placed.js")], "extensions": {"Placed": html_tags([])}}]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# The largest photo that may be given, in megabytes.
MAX_PHOTO_MB: int = env.number("KHEO_MAX_PHOTO_MB", default=20)
# The largest file of another kind, in megabytes.
MAX_FILE_MB: int = env.number("KHEO_MAX_FILE_MB", default=50)
# The largest video or sound that may be given, in megabytes.
MAX_MEDIA_MB: int = env.number("KHEO_MAX_MEDIA_MB", default=200)

# Readers' remarks -----------------------------------------------------------------------------------------------------

# Hours after which a remark that nobody has read is shown as late.
REMARK_HOURS: int = env.number("KHEO_REMARK_HOURS", default=24)
# How many readers must report a shown remark before it comes back to the moderators.
REMARK_REPORTS: int = env.number("KHEO_REMARK_REPORTS", default=3)
# Days after which the e-mail address of a remark that was read is blanked.
REMARK_EMAIL_DAYS: int = env.number("KHEO_REMARK_EMAIL_DAYS", default=180)

# Following models -----------------------------------------------------------------------------------------------------

# Months after its recognition, and after each re-check, in which a recognised model is to be re-checked.
RECHECK_MONTHS: int = env.number("KHEO_RECHECK_MONTHS", default=12)

# Background work ------------------------------------------------------------------------------------------------------

# Who does background work: thread (the server beside the web), worker (only `kheo work`), inline (nobody waits; tests).
JOBS: str = env.text("KHEO_JOBS", default="thread", among=["thread", "worker", "inline"])

# Whether a LibreOffice is started ahead where somebody may want a PDF: three times as fast, for some 80 MB a process.
PDF_AHEAD: bool = env.switch("KHEO_PDF_AHEAD", default=True)

# Security -------------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = ["^healthz$"]  # asked by the machine itself
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

# Outgoing mail --------------------------------------------------------------------------------------------------------

# How mail leaves: submission://user:password@host (STARTTLS), smtp://host:25, or as files into a folder of the data.
_WAY = env.mail("EMAIL_URL", default="file:///outbox")
EMAIL_BACKEND: str = _WAY["EMAIL_BACKEND"]
EMAIL_FILE_PATH = str(DATA_DIR / (_WAY["EMAIL_FILE_PATH"] or "outbox"))
EMAIL_HOST, EMAIL_PORT = _WAY["EMAIL_HOST"] or "localhost", _WAY["EMAIL_PORT"] or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _WAY["EMAIL_HOST_USER"] or "", _WAY["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = _WAY["EMAIL_USE_TLS"], _WAY["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 30  # seconds
# The address that mail comes from.
DEFAULT_FROM_EMAIL: str = env.text("KHEO_MAIL_FROM", default="kheo@localhost")
# Where people reach the site, as https://name: links in mail begin with it; without it they are written as paths.
PUBLIC_URL: str = env.text("KHEO_PUBLIC_URL", default="")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"axes": {"level": "WARNING"}},
}
