"""The components: `{% load onderdak %}`."""

from __future__ import annotations

from django import template

register = template.Library()


@register.inclusion_tag("ui/parts/breadcrumbs.html")
def breadcrumbs(trail: list[tuple[str, str]]) -> dict[str, object]:
    """The way to the page: (words, address) pairs; the last is the page itself, with an empty address."""
    return {"trail": trail}


@register.simple_block_tag
def notice(content: str, kind: str = "info") -> str:
    return content
