"""``python -m tests.load --people 200 --seconds 60``: how a running dashboard serves many people at once.

People pause 1 to 3 seconds between acts. A page is timed from its address to what it shows, with its files where the
browser has none yet ("first page"); a change from the choice to the last block. Nothing is drawn.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import click

from tests.load import nuisance
from tests.load.browser import Browser, Failed
from tests.load.measure import LONG, Tally, cpu_seconds, memory_mb, own_cpu_seconds, processes_at, table
from tests.load.people import ACTS, PAUSE, Person, look_around

AFTER = 15.0  # seconds after an import that count as its own: what it changed is made ready in the background


@click.command(help=__doc__)
@click.option("--address", default="http://127.0.0.1:8050", show_default=True, help="Where the dashboard is opened.")
@click.option("--people", default=50, show_default=True, help="How many people.")
@click.option("--seconds", default=60.0, show_default=True, help="How long, after everybody has come.")
@click.option("--arrive", default=10.0, show_default=True, help="Seconds within which they come, one after another.")
@click.option("--packs", default=ACTS["pack"], show_default=True, help="Acts in a hundred that are packs.")
@click.option("--own", default=0.5, show_default=True, help="Share of acts that are about the default area.")
@click.option("--silent", default=0, help="Connections besides that send nothing.")
@click.option("--slow-sending", default=0, help="Connections besides that send a byte a second, heads and bodies.")
@click.option("--slow-reading", default=0, help="Connections besides that read a large answer slowly.")
@click.option("--import", "files", multiple=True, help="Import this file (--again) in the middle.")
@click.option("--withdraw", type=int, help="Withdraw the release of this number in the middle, and restore it.")
@click.option("--port", "ports", multiple=True, type=int, help="Ports of this machine whose processes are measured.")
def main(address: str, people: int, seconds: float, arrive: float, packs: int, own: float, silent: int,
         slow_sending: int, slow_reading: int, files: tuple[str, ...], withdraw: int | None,
         ports: tuple[int, ...]) -> None:  # fmt: skip
    parts = urlsplit(address)
    if parts.scheme != "http" or not parts.hostname:
        raise click.BadParameter("give http:// and a host; the script speaks no TLS", param_hint="--address")
    host, port = parts.hostname, parts.port or 80
    commands = [["import", "--again", file] for file in files]
    if withdraw is not None:
        commands += [["withdraw", str(withdraw), "--why", "a measurement"], ["restore", str(withdraw)]]
    nuisances = [nuisance.silent] * silent + [nuisance.slow_reading] * slow_reading
    nuisances += [(nuisance.slow_sending, nuisance.slow_heading)[i % 2] for i in range(slow_sending)]
    run = Run(host, port, frozenset(ports or (port,)), ACTS | {"pack": packs})
    try:
        is_fine = asyncio.run(run.load(own, people, arrive, seconds, nuisances, commands))
    except Failed as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    sys.exit(0 if is_fine else 1)


class Run:
    """One measurement of a server."""

    def __init__(self, host: str, port: int, ports: frozenset[int], acts: dict[str, int]) -> None:
        self._host, self._port, self._ports, self._acts = host, port, ports, acts
        self._tally = Tally()
        self._changes: list[tuple[str, float, float]] = []

    async def load(self, own: float, people: int, arrive: float, seconds: float, nuisances: list[nuisance.Nuisance],
                   commands: list[list[str]]) -> bool:  # fmt: skip
        """Whether there were no errors. Raises Failed where nobody answers."""
        guide = Browser(self._host, self._port)
        place = await look_around(guide, own)
        guide.close()
        served = processes_at(self._ports)
        disturbing = [asyncio.create_task(nuisance.keep_up(n, self._host, self._port)) for n in nuisances]
        await asyncio.sleep(2.0 if disturbing else 0.0)
        begun, cpu, client = time.monotonic(), cpu_seconds(served), own_cpu_seconds()
        over = begun + arrive + seconds
        crowd = [Person(i, Browser(self._host, self._port), place, self._tally, self._acts) for i in range(people)]
        lives = [p.live(i * arrive / people, lambda: time.monotonic() > over) for i, p in enumerate(crowd)]
        await asyncio.gather(*lives, self._change_figures(commands, begun + arrive + seconds / 3))
        took = time.monotonic() - begun
        for line in self._report(people, took, own_cpu_seconds() - client, cpu_seconds(served) - cpu, served):
            print(line)
        for task in disturbing:
            task.cancel()
        return not self._tally.errors

    async def _change_figures(self, commands: list[list[str]], when: float) -> None:
        if not commands:
            return
        await asyncio.sleep(max(0.0, when - time.monotonic()))
        for command in commands:
            begun = time.monotonic()
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "data", *command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
            said, _ = await process.communicate()
            last = said.decode().strip().splitlines()[-1:] or [""]
            self._changes.append((f"{' '.join(command[:3])}: {last[0]}", begun, time.monotonic()))

    def _report(self, people: int, took: float, client: float, cpu: float, served: set[int]) -> Iterator[str]:
        tally = self._tally
        yield f"{people} people, {PAUSE[0]:g} to {PAUSE[1]:g} s between acts, {took:.0f} s"
        yield from table(tally)
        yield f"{tally.requests / took:.0f} requests a second, {tally.bytes / took / 1e6:.1f} MB a second"
        yield f"errors: {tally.errors.total()}"
        yield from (f"  {number} x {what}" for what, number in tally.errors.most_common(10))
        cost = f"{cpu / took:.2f} (of {len(served)} processes, {memory_mb(served):.0f} MB)" if served else "not known"
        yield f"cores used: server {cost}, client {client / took:.2f}"
        if served:
            yield f"processor of the server: {1000 * cpu / max(1, sum(map(len, tally.acts.values()))):.0f} ms an act"
        for what, first, last in self._changes:
            yield f"{what} ({last - first:.1f} s)"
        if self._changes:
            among = tally.during(self._changes[0][1], self._changes[-1][2] + AFTER)
            longest = f"{among[0][0]:.3f} s ({among[0][1]})" if among else "none"
            number = sum(seconds > LONG for seconds, _ in among)
            when = f"while figures changed and {AFTER:.0f} s after"
            yield f"{when}: {len(among)} acts, {number} over {LONG:g} s, longest {longest}"


if __name__ == "__main__":
    main()
