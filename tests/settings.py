"""The site's settings as the tests run them: data in a folder of their own, quick passwords, plain static files."""

from __future__ import annotations

import os
import tempfile

os.environ["ONDERDAK_DATA"] = os.environ.get("ONDERDAK_TEST_DATA") or tempfile.mkdtemp(prefix="onderdak-test-")
os.environ.setdefault("ONDERDAK_SECRET_KEY", "only-for-tests-and-of-no-use-elsewhere-0123456789")
os.environ["ONDERDAK_HOSTS"] = "localhost,127.0.0.1,testserver"
# A database only for tests: SQLite where no other is named.
os.environ["DATABASE_URL"] = os.environ.get("ONDERDAK_TEST_DATABASE_URL", "")

from onderdak.conf.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
