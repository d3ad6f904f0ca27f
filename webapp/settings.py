"""Django's settings, made once from `webapp.config`. Measured in docs/decisions/realtime.md where no reason stands."""

import os
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from builder.document import MAX_BYTES
from webapp.config import BadSetting, read

try:
    CONFIG = read(os.environ)
except BadSetting as error:
    raise ImproperlyConfigured(str(error)) from error

BASE_DIR = Path(__file__).resolve().parent.parent
DIST_DIR = BASE_DIR / "static" / "dist"
RUNS_DIR = CONFIG.data / "runs"
"""Checkpoints, one folder for each run."""

DEBUG = CONFIG.debug
SECRET_KEY = CONFIG.secret_key
ALLOWED_HOSTS = list(CONFIG.allowed_hosts)
ROOT_URLCONF = "webapp.urls"
ASGI_APPLICATION = "webapp.asgi.application"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_vite",
    "webapp",
    "webapp.accounts",
    "webapp.projects",
    "webapp.runs",
    "webapp.sharing",
    "webapp.sweeps",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "webapp.csp.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
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

# --- Redis or Valkey ------------------------------------------------------------------------------
REDIS_URL = CONFIG.redis_url
CHANNEL_LAYERS = {  # room updates and control messages only; run data never passes here
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [CONFIG.channel_layer_url], "prefix": "layer"},
    }
}

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
STATICFILES_DIRS = [("dist", DIST_DIR)] if DIST_DIR.is_dir() else []
WHITENOISE_USE_FINDERS = True  # straight from static/dist, without collectstatic
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/dist/assets/"  # Vite puts a hash in these names
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
SESSION_COOKIE_AGE = 365 * 86400  # a guest's networks live as long as the cookie
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.is_https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = list(CONFIG.origins)
CSRF_FAILURE_VIEW = "webapp.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"  # a share link is a secret: it never leaves as a referrer
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.is_https else None
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}},
}
