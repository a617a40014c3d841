"""The libraries alone: a page of Dash, of one element, in a process that has loaded what the dashboard starts with."""

from __future__ import annotations

import dash_bootstrap_components as dbc
import flask
import numpy
import pandas
import sqlalchemy
from dash import Dash, html

LOADED = (flask, numpy, pandas, sqlalchemy)

app = Dash(__name__)
app.layout = html.Div(dbc.Select(id="area"))
server = app.server
server.add_url_rule("/readyz", view_func=lambda: "ready")
