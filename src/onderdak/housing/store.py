"""Folders of the analytic store, as this room uses them: registers and pictures."""

from onderdak.base.store import appearing, clear, root

__all__ = ["appearing", "clear", "root"]
