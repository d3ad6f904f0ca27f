"""Django's settings, made once from `webapp.config`. Measured in docs/decisions/realtime.md where no reason stands."""

import os
from pathlib import Path

import dj_database_url
from django.conf import global_settings
from django.core.exceptions import ImproperlyConfigured

from builder.drawing.document import MAX_BYTES
from webapp.config import BadSetting, read

try:
    CONFIG = read(os.environ)
except BadSetting as error:
    raise ImproperlyConfigured(str(error)) from error

BASE_DIR = Path(__file__).resolve().parent.parent
DIST_DIR = BASE_DIR / "static" / "dist"
GALLERY_DIR = BASE_DIR / "static" / "gallery"
"""Pictures of starters at work, which script/screenshots takes."""
RUNS_DIR = CONFIG.data / "runs"
"""Checkpoints, one folder for each run."""
OWN_DIR = CONFIG.data / "own"
"""Files that visitors brought, one folder for each data set."""
OWN_VERSIONS_DIR = CONFIG.data / "own-versions"
"""What was made of them: a folder for each version."""
WEIGHTS_DIR = CONFIG.data / "weights"
"""Weights that runs begin from: a file for each digest."""

DEBUG = CONFIG.debug
SECRET_KEY = CONFIG.secret_key
ALLOWED_HOSTS = list(CONFIG.allowed_hosts)
ROOT_URLCONF = "webapp.urls"
ASGI_APPLICATION = "webapp.asgi.application"
USE_TZ = True
TIME_ZONE = "UTC"  # also of logs: Django would take that of Chicago
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_vite",
    "webapp",
    "webapp.accounts",
    "webapp.own",
    "webapp.projects",
    "webapp.runs",
    "webapp.sharing",
    "webapp.sweeps",
    "webapp.weights",
]

MIDDLEWARE = [
    "webapp.telemetry.requests.Requests",
    "webapp.operating.health.Health",  # before whatever needs a session, a known host, or https
    "webapp.doors.private_answers",
    "webapp.doors.only_readable",
    "django.middleware.security.SecurityMiddleware",
    "webapp.compressed.CompressedAnswers",
    "webapp.csp.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "webapp.doors.renewed_sessions",
    "webapp.accounts.visits.Visits",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request"],
            "libraries": {"tours": "webapp.tours"},
        },
    }
]

# --- Database -------------------------------------------------------------------------------------
DATABASES = {"default": dj_database_url.parse(CONFIG.database_url)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"] |= {
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            "timeout": 5,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA busy_timeout=5000;"
            "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=67108864;PRAGMA cache_size=-20000;",
        },
        "TEST": {"NAME": str(CONFIG.data / "test.sqlite3")},  # a file: server threads share it
    }
else:
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 3,
        "keepalives_idle": 5,  # a server whose machine died says nothing
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "options": "-c idle_in_transaction_session_timeout=10s",  # whoever is stopped in one holds up nobody
        **DATABASES["default"].get("OPTIONS", {}),
    }

# --- Own data -------------------------------------------------------------------------------------
STORAGES = dict(global_settings.STORAGES)
if CONFIG.own_data_bucket:  # keys and region as boto3 finds them: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION
    STORAGES["own"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": CONFIG.own_data_bucket,
            "endpoint_url": CONFIG.own_data_endpoint or None,
            "default_acl": None,  # the bucket's own
            "file_overwrite": True,
            "querystring_auth": True,
        },
    }

# --- Redis or Valkey ------------------------------------------------------------------------------
REDIS_URL = CONFIG.redis_url

CELERY_BROKER_URL = CONFIG.broker_url
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "cpu"  # a worker on a GPU takes the queue "gpu" instead
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_RETRY_ON_WORKER_LOST = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_TASK_ANNOTATIONS = {"advance": {"max_retries": 3, "default_retry_delay": 1}}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_CONCURRENCY = CONFIG.worker_slots
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_DISABLE_PREFETCH = True
CELERY_WORKER_MAX_TASKS_PER_CHILD = 1000  # seldom: a fresh child drops the hot states
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 0
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 30 * 86400,
    "health_check_interval": 10,
    "socket_keepalive": True,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None

# --- Front end ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [(each.name, each) for each in (DIST_DIR, GALLERY_DIR) if each.is_dir()]
WHITENOISE_USE_FINDERS = True  # straight from static/dist, without collectstatic
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/(dist/assets|gallery)/"  # these names or addresses hold a hash
DJANGO_VITE = {
    "default": {
        "dev_mode": CONFIG.vite_dev,
        "manifest_path": DIST_DIR / "manifest.json",
        "static_url_prefix": "dist",
    }
}
SILENCED_SYSTEM_CHECKS = ["django_vite.W001"]  # without a bundle every page says how to build it

# --- Trust ----------------------------------------------------------------------------------------
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_BYTES + 65_536  # a document and what goes around it
FILE_UPLOAD_TEMP_DIR = CONFIG.data  # bodies of files pass through it: /tmp may be memory
SESSION_COOKIE_AGE = 365 * 86400  # a guest's networks live as long as the cookie
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.is_https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = list(CONFIG.origins)
CSRF_FAILURE_VIEW = "webapp.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"  # a share link is a secret: it never leaves as a referrer
SECURE_SSL_REDIRECT = CONFIG.is_https and CONFIG.https_redirect  # uvicorn reads the headers of TRUSTED_PROXIES
SECURE_HSTS_SECONDS = CONFIG.hsts_seconds if CONFIG.is_https else 0
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"text": {"()": "webapp.telemetry.logs.Text"}, "json": {"()": "webapp.telemetry.logs.Lines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": CONFIG.log_format}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "webapp.requests": {"level": "INFO" if CONFIG.log_format == "json" else "WARNING"},
        "uvicorn": {"handlers": [], "propagate": True},  # it brings a handler of its own
        "uvicorn.error": {"handlers": [], "propagate": True},
        "uvicorn.access": {"handlers": [], "propagate": False},  # it names addresses of visitors
        "celery": {"handlers": [], "propagate": True},
    },
}
