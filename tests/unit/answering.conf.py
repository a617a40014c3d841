"""``deploy/gunicorn.conf.py`` but for what it makes ready for the dashboard alone."""

from runpy import run_path

globals().update({k: v for k, v in run_path("deploy/gunicorn.conf.py").items() if not k.startswith("_")})


def when_ready(server):
    pass


def post_worker_init(worker):
    pass
