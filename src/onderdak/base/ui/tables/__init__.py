"""Tables that sort, filter, page and go out as a file, with their state in the address and without any script."""

from onderdak.base.ui.tables.columns import Column, Option
from onderdak.base.ui.tables.table import Empty, Table

__all__ = ["Column", "Empty", "Option", "Table"]
