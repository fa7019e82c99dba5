"""Charts: made here as SVG, with the table, the explanation and the downloads that belong to them."""

from onderdak.base.ui.charts.chart import Chart
from onderdak.base.ui.charts.standard import Bar, Event, Named, bars, trend

__all__ = ["Bar", "Chart", "Event", "Named", "bars", "trend"]
