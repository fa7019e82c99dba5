"""The site's settings as the tests run them: data in a folder of their own, quick passwords, plain static files."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_folder = tempfile.TemporaryDirectory(prefix="onderdak-test-")  # gone when the process ends
os.environ["ONDERDAK_DATA"] = os.environ.get("ONDERDAK_TEST_DATA") or _folder.name
os.environ.setdefault("ONDERDAK_SECRET_KEY", "only-for-tests-and-of-no-use-elsewhere-0123456789")
os.environ["ONDERDAK_HOSTS"] = "localhost,127.0.0.1,testserver"
# A database only for tests: SQLite where no other is named.
os.environ["DATABASE_URL"] = os.environ.get("ONDERDAK_TEST_DATABASE_URL", "")

from onderdak.conf.settings import *

if not os.environ["DATABASE_URL"]:
    # A file, with the locks and the journal that production has; in memory, all threads would share one connection.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(os.environ["ONDERDAK_DATA"]) / "test.sqlite3")}
    # What a power cut would undo matters to no test.
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Between tests the database goes back, and the same keys come to mean something else.
CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
