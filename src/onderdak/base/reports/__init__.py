"""Reports: made once as a `Document`, written as PDF, XLSX, ODS and CSV with the same figures."""

from onderdak.base.reports.delimited import to_csv
from onderdak.base.reports.document import Chart, Column, Document, Figures, Section, Table, Text
from onderdak.base.reports.ods import to_ods
from onderdak.base.reports.pdf import to_pdf
from onderdak.base.reports.response import KINDS, response
from onderdak.base.reports.xlsx import to_xlsx

__all__ = [
    "KINDS",
    "Chart",
    "Column",
    "Document",
    "Figures",
    "Section",
    "Table",
    "Text",
    "response",
    "to_csv",
    "to_ods",
    "to_pdf",
    "to_xlsx",
]
