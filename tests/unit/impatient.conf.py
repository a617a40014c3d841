"""``answering.conf.py``, where a request has little time to arrive."""

from runpy import run_path

from deploy import worker

globals().update({k: v for k, v in run_path("tests/unit/answering.conf.py").items() if not k.startswith("_")})
worker.ARRIVAL = 1.0
