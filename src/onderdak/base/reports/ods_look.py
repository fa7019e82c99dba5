"""The look of the workbook for LibreOffice: the styles, the page it prints on, and what stays in sight."""

from __future__ import annotations

from typing import Any

from odf.config import (
    ConfigItem,
    ConfigItemMapEntry,
    ConfigItemMapIndexed,
    ConfigItemMapNamed,
    ConfigItemSet,
)
from odf.element import Element
from odf.namespaces import STYLENS
from odf.number import CurrencyStyle, CurrencySymbol, DateStyle, Day, Month, Number, NumberStyle, PercentageStyle, Year
from odf.number import Text as Sign
from odf.opendocument import OpenDocument
from odf.style import (
    Footer,
    FooterStyle,
    HeaderFooterProperties,
    MasterPage,
    PageLayout,
    PageLayoutProperties,
    ParagraphProperties,
    Style,
    TableCellProperties,
    TableColumnProperties,
    TableProperties,
    TableRowProperties,
    TextProperties,
)
from odf.text import P, PageCount, PageNumber

from onderdak.base.reports.sheet import FONT, Kind

_BRAND, _LINE, _INK = "#154273", "#c8d3df", "#14213d"
_CHARACTER_CM = 0.2  # a digit of Arial at 10 points
_ROOM = {
    "paddingleft": "0.18cm",
    "paddingright": "0.18cm",
    "paddingtop": "0.04cm",
    "paddingbottom": "0.04cm",
}
_NUMERIC: tuple[Kind, ...] = ("number", "decimal", "share", "euro", "metres", "figure")


class Look:
    """Adds the styles to a document and names them."""

    def __init__(self, book: OpenDocument, footer: str, page_words: tuple[str, str, str]) -> None:
        self._book = book
        self._widths: dict[int, str] = {}
        self._number_styles()
        self._text_styles()
        self._page(footer, page_words)

    def column(self, characters: int) -> str:
        """The name of the style of a column of this width."""
        if characters not in self._widths:
            name = f"column{characters}"
            style = Style(name=name, family="table-column")
            style.addElement(TableColumnProperties(columnwidth=f"{characters * _CHARACTER_CM:.2f}cm"))
            self._book.automaticstyles.addElement(style)
            self._widths[characters] = name
        return self._widths[characters]

    def _number_styles(self) -> None:
        whole, part = NumberStyle(name="n-number"), NumberStyle(name="n-decimal")
        whole.addElement(Number(decimalplaces=0, minintegerdigits=1, grouping="true"))
        part.addElement(Number(decimalplaces=1, minintegerdigits=1, grouping="true"))
        plain = NumberStyle(name="n-metres")
        plain.addElement(Number(decimalplaces=0, minintegerdigits=1))
        share = PercentageStyle(name="n-share")
        share.addElement(Number(decimalplaces=0, minintegerdigits=1))
        share.addElement(Sign(text="%"))
        euro = CurrencyStyle(name="n-euro")
        euro.addElement(CurrencySymbol(text="€"))
        euro.addElement(Sign(text=" "))
        euro.addElement(Number(decimalplaces=0, minintegerdigits=1, grouping="true"))
        day = DateStyle(name="n-date")
        for part_of_day in (Day(style="long"), Sign(text="-"), Month(style="long"), Sign(text="-"), Year(style="long")):
            day.addElement(part_of_day)
        for style in (whole, part, plain, share, euro, day):
            self._book.automaticstyles.addElement(style)

    def _text_styles(self) -> None:
        self._cell("title", {"fontsize": "16pt", "fontweight": "bold", "color": _BRAND}, {})
        self._cell("lead", {"fontsize": "12pt", "fontweight": "bold", "color": _INK}, {})
        self._cell("note", {"fontstyle": "italic", "color": "#4a4a4a"}, {})
        self._cell("line", {}, {})
        self._cell("section", {"fontsize": "12pt", "fontweight": "bold", "color": _BRAND}, {})
        dark = {"backgroundcolor": _BRAND, "verticalalign": "middle"}
        white = {"fontweight": "bold", "color": "#ffffff"}
        self._cell("head-words", white, dark, align="start")
        self._cell("head-number", white, dark, align="end")
        line = {"borderbottom": f"0.5pt solid {_LINE}"}
        self._cell("text", {}, line, align="start")
        self._cell("date", {}, line, align="start", data="n-date")
        for kind in _NUMERIC:
            self._cell(kind, {}, line, align="end", data="n-number" if kind == "figure" else f"n-{kind}")

    def _cell(
        self, name: str, letters: dict[str, str], box: dict[str, str], align: str = "start", data: str | None = None
    ) -> None:
        style = Style(name=name, family="table-cell", **({"datastylename": data} if data else {}))
        style.addElement(TextProperties(**{"fontname": FONT, "fontfamily": FONT, "fontsize": "10pt"} | letters))
        padding = {
            "paddingleft": "0.18cm",
            "paddingright": "0.18cm",
            "paddingtop": "0.04cm",
            "paddingbottom": "0.04cm",
            "wrapoption": "wrap",
            "verticalalign": "top",
        }
        style.addElement(TableCellProperties(**padding | box))
        style.addElement(ParagraphProperties(textalign=align))
        self._book.automaticstyles.addElement(style)

    def _page(self, footer: str, page_words: tuple[str, str, str]) -> None:
        layout = PageLayout(name="a4")
        page = PageLayoutProperties(
            pagewidth="29.7cm", pageheight="21cm", printorientation="landscape", margin="1cm", printpageorder="ttb"
        )
        page.setAttrNS(STYLENS, "scale-to-X", "1")  # as wide as the page, as long as it takes
        page.setAttrNS(STYLENS, "scale-to-Y", "0")
        layout.addElement(page)
        below = FooterStyle()
        below.addElement(HeaderFooterProperties(minheight="0.6cm", margintop="0.2cm"))
        layout.addElement(below)
        self._book.automaticstyles.addElement(layout)
        master = MasterPage(name="Default", pagelayoutname=layout)
        foot = Footer()
        before, between, after = page_words
        line = P(text=f"{footer}    {before}")
        line.addElement(PageNumber())
        line.addText(between)
        line.addElement(PageCount())
        line.addText(after)
        foot.addElement(line)
        master.addElement(foot)
        self._book.masterstyles.addElement(master)
        self._table_styles(master)

    def _table_styles(self, master: Element) -> None:
        table = Style(name="sheet", family="table", masterpagename=master)
        table.addElement(TableProperties(display="true"))
        row = Style(name="row", family="table-row")
        row.addElement(TableRowProperties(useoptimalrowheight="true"))
        self._book.automaticstyles.addElement(table)
        self._book.automaticstyles.addElement(row)


def freeze(book: OpenDocument, rows_by_sheet: dict[str, int]) -> None:
    """Keep the rows above, and the first column, of each sheet in sight."""
    settings = ConfigItemSet(name="ooo:view-settings")
    views = ConfigItemMapIndexed(name="Views")
    entry = ConfigItemMapEntry()
    named = ConfigItemMapNamed(name="Tables")
    for name, rows in rows_by_sheet.items():
        one = ConfigItemMapEntry(name=name)
        for item, kind, value in _split(rows):
            one.addElement(ConfigItem(name=item, type=kind, text=str(value)))
        named.addElement(one)
    entry.addElement(named)
    views.addElement(entry)
    settings.addElement(views)
    book.settings.addElement(settings)


def _split(rows: int) -> list[tuple[str, str, Any]]:
    frozen = 2
    return [
        ("HorizontalSplitMode", "short", frozen),
        ("VerticalSplitMode", "short", frozen),
        ("HorizontalSplitPosition", "int", 1),
        ("VerticalSplitPosition", "int", rows),
        ("PositionLeft", "int", 0),
        ("PositionRight", "int", 1),
        ("PositionTop", "int", 0),
        ("PositionBottom", "int", rows),
        ("ShowGrid", "boolean", "false"),
    ]
