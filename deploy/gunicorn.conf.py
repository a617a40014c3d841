"""How gunicorn serves the dashboard: ``gunicorn --config deploy/gunicorn.conf.py app:server``."""

import errno
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # gunicorn reads this file before it enters ``chdir``

from data.errors import SettingsError  # noqa: E402
from data.hosts import in_link  # noqa: E402
from data.settings import read_settings  # noqa: E402
from deploy.worker import Worker, connections  # noqa: E402

try:
    settings = read_settings()
except SettingsError as error:
    print(error, file=sys.stderr)
    sys.exit(2)

chdir = str(ROOT)
bind = f"{in_link(settings.host)}:{settings.port}"

workers = settings.workers
worker_class = Worker  # gthread, which bounds what a slow connection holds
threads = settings.threads
worker_connections = connections(threads)
# The app is made, warmed and filled once, before the workers fork: Dash sets itself up at the first request,
# and several first requests at once fail.
preload_app = True
control_socket_disable = True
# The workers' heartbeat is a file; on a slow disk it would stop them.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None

timeout = 60
graceful_timeout = 20
# A connection without a request costs no thread; a proxy that keeps its own for less never meets a closed one.
keepalive = 20

# No header of a visitor sets where the application is mounted.
forwarder_headers = ""

accesslog = None
errorlog = "-"
loglevel = "warning"


def on_starting(server):
    """One sentence where the address cannot be listened on, in place of gunicorn's five attempts."""
    try:
        family, _, _, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, UnicodeError) as error:  # a part of a name may be too long to be asked for
        why = getattr(error, "strerror", None) or "no host name"
        print(f"{bind} cannot be listened on ({why}); {_remedy(error)}", file=sys.stderr)
        sys.exit(2)


def _remedy(error):
    if isinstance(error, socket.gaierror | UnicodeError) or error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
        return "give SAFEGUARDING_HOST a name or address of this machine, such as 127.0.0.1 or 0.0.0.0"
    if error.errno == errno.EACCES:
        return "choose a port from 1024 on: make run PORT=8051"
    return "stop what uses that port, or choose another: make run PORT=8051"


def when_ready(server):
    from components.files import CACHE, prepare_files

    if CACHE.is_dir():  # an earlier start made them; else each worker does, beside its answers
        prepare_files(server.app.wsgi())
    _make_packs_beside(server)
    print(f"Safeguarding KPIs is running at {settings.listens_at}/ (Ctrl+C stops it)", flush=True)


def _make_packs_beside(server):
    from components.exports.routes import make_beside

    def close():
        for listener in server.LISTENERS:
            listener.sock.close()

    try:
        server.end_packs = make_beside(server.app.wsgi(), threads // 2, close)
    except OSError as error:
        print(f"Packs are made by the processes that answer requests: {error}", file=sys.stderr)


def on_exit(server):
    getattr(server, "end_packs", lambda: None)()


def post_worker_init(worker):
    from components.beforehand import begin

    begin(worker.wsgi)
