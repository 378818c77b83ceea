"""All settings, from the environment. A missing secret stops the program; nothing insecure is a default."""

from pathlib import Path
from urllib.parse import urlparse

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from fremrykk import logs, networks, safe_start, stores
from fremrykk.login_settings import *  # noqa: F403 # the same file, but for its length
from fremrykk.timetable import TIMETABLE

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
env = environ.Env()

# --- Where we run -------------------------------------------------------------------------------
SECRET_KEY = env("SECRET_KEY")
FIELD_KEYS = env.list("FIELD_KEYS")  # "id:base64 of 32 bytes"; the first encrypts, all decrypt
DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
ALLOW_TIME_TRAVEL = env.bool("ALLOW_TIME_TRAVEL", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
SITE_URL = env("SITE_URL").rstrip("/")
OVER_TLS = urlparse(SITE_URL).scheme == "https"

# --- The program --------------------------------------------------------------------------------
INSTALLED_APPS = [
    "fremrykk.accounts",
    "candidates",
    "clients",
    "privacy",
    "fremrykk.apps.WorkspaceConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
]
MIDDLEWARE = [
    "fremrykk.logs.requests.follow_requests",  # what became of it, whoever answered
    # What a browser is told comes first: it stands on everything the others answer, faults, files and ways on among it.
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "fremrykk.middleware.HeadersOnEverything",
    "fremrykk.middleware.keep_from_strangers",
    "fremrykk.middleware.refuse_other_hosts_and_methods",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "privacy.middleware.keep_behind_the_fence",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "fremrykk.middleware.refuse_malformed",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "fremrykk.accounts.middleware.keep_to_networks",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "fremrykk.accounts.middleware.leave_nothing_behind",
    "fremrykk.accounts.middleware.say_when_to_come_back",
    "fremrykk.accounts.middleware.remember_devices",
    "fremrykk.accounts.middleware.end_old_sessions",
    "fremrykk.accounts.middleware.hand_back_words",
    "fremrykk.accounts.middleware.refuse_locked_out",
    "fremrykk.accounts.middleware.require_second_factor",
    "axes.middleware.AxesMiddleware",
    "privacy.middleware.heed_visitors",
    "candidates.middleware.follow_campaign",
    "fremrykk.late.answer_the_late",
    "fremrykk.middleware.answer_the_erased",
    "fremrykk.middleware.answer_for_storage",
]
ROOT_URLCONF = "fremrykk.urls"
WSGI_APPLICATION = "fremrykk.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "fremrykk.context.agency",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Truth, jobs, cache -------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DATABASES["default"]["OPTIONS"] = stores.in_time(DATABASES["default"].get("OPTIONS", {}))
PAGE_STATEMENT_SECONDS = stores.page_seconds(env("PAGE_STATEMENT_SECONDS", default=""))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "fremrykk.patient_cache.PatientCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
    }
}
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 2, "socket_connect_timeout": 2, "max_retries": 0}
CELERY_TASK_IGNORE_RESULT = True  # a result could hold personal data
CELERY_TIMEZONE = "Europe/Oslo"
CELERY_BEAT_SCHEDULE = TIMETABLE

# --- Who comes in -------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
SESSION_COOKIE_NAME = "__Host-sessionid" if OVER_TLS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if OVER_TLS else "csrftoken"
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_NAME = "__Host-django_language" if OVER_TLS else "django_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "fremrykk.messages.MessageStorage"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = OVER_TLS
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if OVER_TLS else 0  # TLS ends at the proxy, which names the visitor's address
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not OVER_TLS
WORKSPACE_NETWORKS = networks.read(env.list("WORKSPACE_NETWORKS"))  # empty: from anywhere

# --- Language and time --------------------------------------------------------------------------
LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", _("Norwegian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "fremrykk" / "locale"]
FORMAT_MODULE_PATH = "fremrykk.formats"
TIME_ZONE = "Europe/Oslo"
USE_TZ = True

# --- Files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "fremrykk" / "static",
    ("ds", BASE_DIR / "node_modules" / "@digdir" / "designsystemet-css" / "dist" / "src"),
    ("theme", VAR_DIR / "theme"),
]
STORAGES = {
    "files_raw": stores.at(
        env("STORAGE_URL"),
        folder="privacy.storage.folder.FolderStorage",
        bucket="privacy.storage.bucket.BucketStorage",
    ),
    "files": {"BACKEND": "privacy.storage.EncryptedStorage", "OPTIONS": {"inner": "files_raw"}},
    "default": {"BACKEND": "privacy.storage.EncryptedStorage", "OPTIONS": {"inner": "files_raw"}},
    "journal": stores.at(
        env("JOURNAL_URL"),
        folder="privacy.storage.durable.DurableStorage",
        bucket="privacy.storage.bucket.DurableBucketStorage",
    ),
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        "OPTIONS": {"file_permissions_mode": 0o644},  # collected by root in the image, read by nobody in particular
    },
}
BACKUP_FOLDER = env("BACKUP_FOLDER")  # where `manage.py backup` writes, or none said in words
BACKUP_KEY = env("BACKUP_KEY")  # the public half: it seals backups and opens none
IMPORT_FOLDER = env("IMPORT_FOLDER")  # where an operator puts lists to take over; empty: nowhere
CLAMAV_URL = env("CLAMAV_URL")  # tcp://host:3310, or none said in words
ENTITY_REGISTER_URL = env("ENTITY_REGISTER_URL")  # https://data.brreg.no, or none said in words
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 12  # five are the most a form takes; some more are told so in a sentence

# --- What the site says of us, beside the register (name, number, address); empty is not shown ---
AGENCY_PHONE = env("AGENCY_PHONE")
COMPANIES_CONTACT = env("COMPANIES_CONTACT")  # whom companies call
COMPANIES_PHONE = env("COMPANIES_PHONE")

# --- Mail ---------------------------------------------------------------------------------------
vars().update(env.email("EMAIL_URL"))
INBOX_URL = env("INBOX_URL")  # maildir:///folder, or none said in words
if vars()["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
    EMAIL_BACKEND = "privacy.adapters.smtp.EmailBackend"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = "Fremrykk <post@fremrykk.no>"

# --- What a browser is told ---------------------------------------------------------------------
REPORTS = "/sikkerhet/rapport/"
REPORTING_ENDPOINTS = f'policy="{REPORTS}"'
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "report-uri": [REPORTS],  # for who does not know the newer one
        "report-to": ["policy"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": [],
    "geolocation": [],
    "microphone": [],
    "publickey-credentials-get": ["self"],
    "publickey-credentials-create": ["self"],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 31_536_000 if OVER_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = OVER_TLS
SECURE_SSL_REDIRECT = OVER_TLS
SECURE_REDIRECT_EXEMPT = ["^livez$", "^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if OVER_TLS else None
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# --- What is written down of it all -------------------------------------------------------------
LOGGING = logs.configuration(env("LOG_FORMAT"))  # json, or text for whoever reads at a terminal
SENTRY_DSN = env("SENTRY_DSN")  # where faults are told too; empty: nowhere
DEFAULT_EXCEPTION_REPORTER_FILTER = "fremrykk.logs.reporting.HidesAddresses"
ADMINS: list[tuple[str, str]] = []  # faults are mailed to nobody: such a mail holds all there is to know

safe_start.refuse(vars())
