"""Lists as files: read safely into text columns, written safely for spreadsheets."""

from onderdak.base.tables.limits import LIMITS, Limits
from onderdak.base.tables.model import Note, TextTable
from onderdak.base.tables.read import read_table
from onderdak.base.tables.write import write_table, write_whole

__all__ = ["LIMITS", "Limits", "Note", "TextTable", "read_table", "write_table", "write_whole"]
