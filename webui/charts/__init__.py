"""Charts as inline SVG: no script, no style, nothing from elsewhere; colours are our sheets'."""

from webui.charts.chart import Chart, Divider, Drawing, Point, Series
from webui.charts.draw import lines, stacked

__all__ = ["Chart", "Divider", "Drawing", "Point", "Series", "lines", "stacked"]
