"""Settings of the site. What an operator may set stands in `environment`; the rest is a decision of ours."""

from __future__ import annotations

import secrets
from typing import Any

import dj_database_url

from onderdak.conf import logs
from onderdak.conf.environment import environment

_env = environment()
DATA = _env.data.resolve()
DATA.mkdir(mode=0o700, parents=True, exist_ok=True)


def _own_key(name: str) -> str:
    """A key of this machine's own, made at the first start."""
    path = DATA / name
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def _database() -> dict[str, Any]:
    if given := _env.database_url.get_secret_value():
        return dict(dj_database_url.parse(given, conn_max_age=60, conn_health_checks=True))
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "onderdak.sqlite3",
        # Opening costs a tenth of a page, and who closes the last connection writes the log into the database.
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            # Django's default begins a write as a read and then fails with "database is locked".
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


SECRET_KEY, SECRET_KEY_FALLBACKS = _env.secret_key.get_secret_value() or _own_key("secret-key"), _env.earlier_keys
PERSONS_KEYS, PERSONS_KEY_IN_DATA = _env.persons_keys or [_own_key("persons-key")], not _env.persons_keys
DEBUG = _env.debug
DEMO = _env.demo
ALLOWED_HOSTS = _env.host_names
# Where links in an e-mail lead: mail that goes by itself has no request to learn that from.
_host = (ALLOWED_HOSTS or ["localhost"])[0]
SITE_ADDRESS = f"https://{_host}" if _env.https else f"http://{_host}:{_env.port}"

INSTALLED_APPS = [
    "onderdak.base.audit",
    "onderdak.base.access",
    "onderdak.base.jobs",
    "onderdak.base.files",
    "onderdak.base.figures",
    "onderdak.base.ui",
    "onderdak.base.office",
    "onderdak.parties",
    "onderdak.deliveries",
    "onderdak.housing",
    "onderdak.needs",
    "onderdak.monitor",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "onderdak.conf.middleware.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "onderdak.conf.middleware.NothingKeptMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "onderdak.base.access.middleware.SessionEndMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "onderdak.base.access.middleware.ActorMiddleware",
    "onderdak.base.ui.middleware.StoreMiddleware",
]

ROOT_URLCONF = "onderdak.conf.urls"
WSGI_APPLICATION = "onderdak.conf.wsgi.application"
ASGI_APPLICATION = "onderdak.conf.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "onderdak.base.ui.context.page",
            ],
        },
    }
]

DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "onderdak.base.access.signin.passwords.ContextWordValidator"},
    {"NAME": "onderdak.base.access.signin.passwords.VarietyValidator"},
    {"NAME": "onderdak.base.access.signin.passwords.DressedUpValidator"},
    *([{"NAME": "onderdak.base.access.signin.passwords.LeakedPasswordValidator"}] if _env.leaked_passwords else []),
]
LEAKED_PASSWORDS = _env.leaked_passwords
PASSWORD_RESET_TIMEOUT = _env.password_link_hours * 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# Accounts are made by invitation only; no page changes an e-mail address.
ACCOUNT_ADAPTER = "onderdak.base.access.signin.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the link of the invitation has proved the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Onderdak: "
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "login_failed": f"{4 * _env.lockout_attempts}/{_env.lockout_minutes}m/ip,"
    f"{_env.lockout_attempts}/{_env.lockout_minutes}m/key"
}
UNUSED_ACCOUNT_DAYS = _env.unused_account_days

MFA_ADAPTER = "onderdak.base.access.signin.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Onderdak"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _env.https  # else no passkey could be tried on http://localhost
SECOND_FACTOR_FOR_ALL = _env.second_factor_for_all

SOCIALACCOUNT_ADAPTER = "onderdak.base.access.signin.adapters.ProviderAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
OIDC_TWO_FACTORS = _env.oidc_two_factors
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": _env.oidc_name,
                "client_id": _env.oidc_client,
                "secret": _env.oidc_secret.get_secret_value(),
                "settings": {"server_url": _env.oidc_url},
            }
        ]
        if _env.oidc_url
        else [],
    }
}

SESSION_IDLE_SECONDS = _env.session_idle_minutes * 60
SESSION_LONGEST_SECONDS = _env.session_hours * 3600
# The row of a session outlives it by a long weekend: so whose form is sent on Monday is known, and it is kept for him.
SESSION_COOKIE_AGE = SESSION_LONGEST_SECONDS + 4 * 24 * 3600
# With this prefix a browser takes a cookie only over HTTPS, from this very host.
_prefix = "__Host-" if _env.https else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = (
    f"{_prefix}session",
    f"{_prefix}csrf",
    f"{_prefix}language",
)

# Shared by all processes: the lock-out counts in it. Room enough that nobody can push another's count out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "access_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Parts of pages, by all that they depend on; of what nobody asks for any more, a third goes when it is full.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
    # Charts by all that they show; a name with a dot, for a backup does without them.
    "drawings": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA / ".drawings",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

# The page speaks to nobody but itself; no inline script or style.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = _env.https
SECURE_REDIRECT_EXEMPT = ["^health/(live|ready)$"]  # asked by machines beside us, not through the proxy
SECURE_HSTS_SECONDS = 2 * 31_536_000 if _env.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _env.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _env.proxies else None
ALLAUTH_TRUSTED_PROXY_COUNT = _env.proxies  # whose word on the visitor's address is believed, for the lock-out
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _env.https
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Europe/Amsterdam"

THEME = _env.theme
CSRF_FAILURE_VIEW = "onderdak.base.ui.problems.stale_form"

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILES = DATA / "files"
UPLOAD_LIMIT = _env.upload_limit_mb * 1024 * 1024
CLAMAV = _env.clamav

# Without a mail server the messages are files: on the console they would put an address and a key in the log.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _env.mail_host else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = DATA / "mail"
EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = _env.mail_host, _env.mail_port, 20
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _env.mail_user, _env.mail_password.get_secret_value()
EMAIL_USE_TLS, EMAIL_USE_SSL = _env.mail_security == "starttls", _env.mail_security == "tls"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _env.mail_from

SECURITY_CONTACT = _env.security_contact

logs.configure()
LOGGING = logs.logging_settings(_env.log_format, _env.log_level)
# No queues are named: a job says its queue, and a worker which ones it works off.
TASKS = {"default": {"BACKEND": "onderdak.base.jobs.backend.DatabaseBackend", "QUEUES": []}}
JOBS_KEPT_DAYS = _env.jobs_kept_days
AUDIT_CHECKPOINTS = _env.audit_checkpoints or DATA / "audit-checkpoints.jsonl"
