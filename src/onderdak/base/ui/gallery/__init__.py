"""The living gallery: every component in every state, with the template that makes it."""

from onderdak.base.ui.gallery.pages import COMPONENTS
from onderdak.base.ui.gallery.registry import Component, Example

__all__ = ["COMPONENTS", "Component", "Example"]
