"""Log lines say what happened and never to whom."""

from __future__ import annotations

import io
import json
import logging

import pytest
import structlog

from onderdak.conf import logs


@pytest.fixture
def lines():
    """What is written, as JSON."""
    logs.configure()
    written, root = io.StringIO(), logging.getLogger()
    formatter = dict(logs.logging_settings("json", "info")["formatters"]["onderdak"])
    handler, before = logging.StreamHandler(written), root.level
    handler.setFormatter(formatter.pop("()")(**formatter))
    root.addHandler(handler)
    root.setLevel("INFO")
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(before)


def test_an_event_has_a_name_a_time_and_its_keywords(lines):
    structlog.get_logger("onderdak.some").info("file_kept", bytes=12)
    (line,) = lines()
    assert line["event"] == "file_kept"
    assert line["bytes"] == 12
    assert line["level"] == "info"
    assert line["timestamp"].endswith("Z")


def test_addresses_of_people_are_left_out(lines):
    structlog.get_logger("onderdak.some").info("odd", text="of jan.de.boer@gemeente.example it was")
    logging.getLogger("library").warning("mail to %s failed", "jan@gemeente.example")
    assert "jan" not in json.dumps(lines())


def test_what_the_database_quotes_is_left_out(lines):
    quoted = "duplicate key\nDETAIL:  Key (name)=(Jan de Boer) already exists.\nmore"
    try:
        raise ValueError(quoted)
    except ValueError:
        structlog.get_logger("onderdak.some").exception("not_kept")
    text = json.dumps(lines())
    assert "Jan de Boer" not in text
    assert "duplicate key" in text


def test_djangos_lines_on_requests_hold_no_path_and_no_host(lines):
    logging.getLogger("django.request").warning("Not Found: %s", "/account/uitnodiging/geheime-sleutel/")
    logging.getLogger("django.security.DisallowedHost").error("Invalid HTTP_HOST header: %r", "evil.example")
    found = lines()
    assert [line["event"] for line in found] == ["request", "security_disallowed_host"]
    assert "geheime" not in json.dumps(found)
    assert "evil" not in json.dumps(found)


def test_a_line_cannot_be_forged(lines):
    structlog.get_logger("onderdak.some").info("odd", text='x"}\n{"event": "forged"}')
    assert [line["event"] for line in lines()] == ["odd"]
