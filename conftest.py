"""What every test may use, in the rooms (`src/**/tests`) and in the journeys (`tests/`)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent
CHROMIUM = Path("/usr/bin/chromium")
#: The fixtures of pytest-django through which a test reaches the database without the mark `django_db`.
_DATABASE_FIXTURES = frozenset({"db", "transactional_db", "live_server", "admin_user", "django_db_serialized_rollback"})

# Two cores shared with other work make a deadline per example a lottery; the number of examples is the limit.
settings.register_profile("onderdak", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "onderdak"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--spark", action="store_true", help="also run the tests that need Java and pyspark")
    parser.addoption("--screenshots", default="", help="folder that gets a picture of every page that is visited")
    parser.addoption("--database-only", action="store_true", help="run only the tests that use the database")


def _uses_database(item: pytest.Item) -> bool:
    names = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or not _DATABASE_FIXTURES.isdisjoint(names)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--database-only"):
        wanted = [_uses_database(item) and not item.get_closest_marker("one_database") for item in items]
        config.hook.pytest_deselected(items=[item for item, kept in zip(items, wanted, strict=True) if not kept])
        items[:] = [item for item, kept in zip(items, wanted, strict=True) if kept]
    for item in items:
        if item.get_closest_marker("spark") and not config.getoption("--spark"):
            item.add_marker(pytest.mark.skip(reason="Spark is tested only when asked: bin/test --spark"))
        if item.get_closest_marker("browser") and not CHROMIUM.exists():
            item.add_marker(pytest.mark.skip(reason=f"no {CHROMIUM}: bin/test installs it where it may"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the real addresses and the BAG samples, which is not part of the project."""
    path = Path(os.environ.get("ONDERDAK_SHARED", ROOT.parent / "shared"))
    if not (path / "data").is_dir():
        pytest.skip(f"the real data is not here: {path} (set ONDERDAK_SHARED to its folder)")
    return path


@pytest.fixture(autouse=True)
def _language_of_the_site() -> None:
    """Every test begins in the site's own language: a request that a test makes leaves the reader's behind."""
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(autouse=True, scope="session")
def _emptied_between_tests() -> Iterator[None]:
    """Lets a transactional test empty the audit log as it ends: its database refuses that to everybody else."""
    from django.db import connections
    from django.db.backends.base.operations import BaseDatabaseOperations

    from onderdak.base.audit.triggers import lift

    flush: Any = BaseDatabaseOperations.execute_sql_flush

    def unguarded(operations: Any, sql_list: list[str]) -> None:
        lift(connections[operations.connection.alias])  # `post_migrate`, which follows, puts the refusals back
        flush(operations, sql_list)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", unguarded)
        yield
