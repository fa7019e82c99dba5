"""Django as a page maker, for the picture that the command line writes: no database, no address to visit, no secret.

No app is installed: an app brings its models, and these want a database. The folders are named instead.
"""

from __future__ import annotations

from pathlib import Path

_HOUSING = Path(__file__).parents[1] / "housing"

INSTALLED_APPS: list[str] = []

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HOUSING / "templates"],
        "OPTIONS": {
            "string_if_invalid": "",
            "libraries": {"housing_page": "onderdak.housing.templatetags.housing_page"},
        },
    }
]
LOCALE_PATHS = [_HOUSING / "locale"]

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"
