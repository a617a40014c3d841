"""The application: ``create_app`` for tests, ``server`` for gunicorn."""

from __future__ import annotations

import gc
import sys
from functools import partial

from dash import Dash

from components.access import numbered, to_standard_output
from components.beforehand import usual_views
from components.door import admit
from components.exports.routes import blueprint as packs
from components.files import Files
from components.panels.routes import blueprint as blocks
from components.shell import app_layout
from components.web import Dashboard, secure, serve_errors, warm_up
from data.api import EXTENSION, blueprint
from data.dataset import open_dataset
from data.errors import UserError
from data.settings import Settings, read_settings


def create_app(settings: Settings) -> Dash:
    """A dashboard on the store that the settings name, warmed up so that workers fork from a ready process."""
    dataset = open_dataset(settings)
    app = Dashboard(
        __name__,
        use_pages=True,
        title="Safeguarding KPIs",
        update_title=None,
        suppress_callback_exceptions=True,
        include_pages_meta=False,
        enable_mcp=False,
        serve_locally=True,
    )
    dataset.store.look_through(dataset.default_area())  # refused here rather than at the first visit
    app.server.extensions[EXTENSION] = dataset
    app.server.register_blueprint(blueprint)
    app.server.register_blueprint(packs)
    app.server.register_blueprint(blocks)
    app.layout = app_layout(settings.organisation)
    admit(app.server, settings.own_hosts)
    serve_errors(app)
    warm_up(app)
    # Figures that come later are made ready before they are shown.
    dataset.store.warm = partial(usual_views, app.server)
    gc.freeze()  # what is kept for good is no garbage, and looking through it stops a request for 0.1 seconds
    dataset.store.close()
    secure(app)
    write = to_standard_output() if settings.access_log else None
    app.server.wsgi_app = numbered(Files(app.server.wsgi_app, settings.own_hosts), write)
    return app


def _start() -> Dash:
    try:
        return create_app(read_settings())
    except UserError as error:
        print(error, file=sys.stderr)
        sys.exit(2)


app = _start()
server = app.server
