"""Charts: pure builders, a frozen view in, a typed dict out. No plotly and no dash at run time."""

from components.charts.comparison import comparison
from components.charts.figures import Figure, Meta
from components.charts.flow import flow
from components.charts.funnel import funnel
from components.charts.profile import profile
from components.charts.sparkline import sparkline
from components.charts.strip import strip
from components.charts.trend import trend

__all__ = ["Figure", "Meta", "comparison", "flow", "funnel", "profile", "sparkline", "strip", "trend"]
