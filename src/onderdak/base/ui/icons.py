"""Our few icons: drawn with the colour of the text around them, and never the only thing that says something."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

_LINE = 'fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"'
_SHAPES: dict[str, str] = {
    "warning": f'<path d="M13 3 24.5 23h-23z" {_LINE}/><path d="M13 10v6" {_LINE}/>'
    '<circle cx="13" cy="19.4" r="1.4" fill="currentColor"/>',
    "act": f'<circle cx="13" cy="13" r="10.5" {_LINE}/><path d="M13 7v7" {_LINE}/>'
    '<circle cx="13" cy="18.4" r="1.5" fill="currentColor"/>',
    "info": f'<circle cx="13" cy="13" r="10.5" {_LINE}/><path d="M13 12v7" {_LINE}/>'
    '<circle cx="13" cy="7.8" r="1.5" fill="currentColor"/>',
    "done": f'<circle cx="13" cy="13" r="10.5" {_LINE}/><path d="m8 13.4 3.6 3.6L18.4 9.6" {_LINE}/>',
    "up": f'<path d="M6 20 20 6M9.5 6H20v10.5" {_LINE}/>',
    "down": f'<path d="M6 6l14 14M20 9.500V20H9.5" {_LINE}/>',
    "same": f'<path d="M4 10h18M4 16h18" {_LINE}/>',
    "unclear": f'<path d="M4 15c3-6 6-6 9-2s6 4 9-2" {_LINE}/>',
    "late": f'<circle cx="13" cy="13" r="10.5" {_LINE}/><path d="M13 7v6.500l4 2.500" {_LINE}/>',
    "hidden": f'<path d="M2 13c3-5 7-7.500 11-7.500S21 8 24 13c-3 5-7 7.500-11 7.500S5 18 2 13Z" {_LINE}/>'
    f'<path d="M4 23 22 3" {_LINE}/>',
    "unknown": f'<path d="M9 10a4 4 0 1 1 5.500 3.700c-1 .5-1.500 1.200-1.500 2.300v.8" {_LINE}/>'
    '<circle cx="13" cy="20.400" r="1.500" fill="currentColor"/>',
    "download": f'<path d="M13 3v13M7.500 11l5.500 5.500 5.500-5.500M4 22.500h18" {_LINE}/>',
    "search": f'<circle cx="11" cy="11" r="7" {_LINE}/><path d="m16.500 16.500 6 6" {_LINE}/>',
    "more": f'<path d="M13 4v18M4 13h18" {_LINE}/>',
    "less": f'<path d="M4 13h18" {_LINE}/>',
    "whole": f'<path d="M4 9V4h5M17 4h5v5M22 17v5h-5M9 22H4v-5" {_LINE}/>',
    "columns": f'<path d="M4 5h18v16H4zM10 5v16M16 5v16" {_LINE}/>',
    "file": f'<path d="M6 3h9l5 5v15H6zM15 3v5h5" {_LINE}/>',
}
NAMES = tuple(_SHAPES)


def icon(name: str, size: int = 20) -> SafeString:
    """An icon as SVG, out of sight of whoever hears the page: the words beside it say the same."""
    return format_html(
        '<svg class="od-icon" width="{0}" height="{0}" viewBox="0 0 26 26" aria-hidden="true" focusable="false">'
        "{1}</svg>",
        size,
        SafeString(_SHAPES[name]),
    )
