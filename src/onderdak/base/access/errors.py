"""What a service raises when an actor asks for what he may not."""

from __future__ import annotations


class AccessRefused(Exception):  # noqa: N818 - it is no error: it is the answer
    """The actor may not do this here. On a page it looks like a page that does not exist."""
