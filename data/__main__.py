"""The command line: ``python -m data prepare | import | releases | withdraw | restore | backup | check | export``."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress

from data.areas import Area
from data.checks import ERROR, Finding
from data.conflicts import read_conflicts
from data.dataset import Dataset, open_dataset
from data.errors import UserError, printable, quotable
from data.finance import read_finance
from data.importers import carried
from data.importers.coherence import check_mappings
from data.importers.export import write
from data.loading import REFUSED, Decided, Found, Outcome, files_of, import_files, restore, withdraw
from data.register import read_register
from data.settings import read_settings
from data.store import backup, restore_backup
from data.views import imports

FINDING_COLUMNS = ("file", "row", "column", "severity", "kind", "problem")


@click.group()
def cli() -> None:
    """The indicator dataset: fill it, import files, look at what it holds."""


@cli.command()
def prepare() -> None:
    """Create the database and take in the figures the project carries."""
    dataset = open_dataset(read_settings())
    dataset.default_area()
    snapshot = dataset.snapshot()
    for source, indicator in sorted(snapshot.held):
        snapshot.holding(indicator, source)  # each is looked through as it is read
    figures = sum(snapshot.counts().values())
    click.echo(f"The database holds {len(snapshot.releases)} releases with {figures:,} current figures.")


@cli.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--check", "is_trial", is_flag=True, help="Say what would become of the figures; change nothing.")
@click.option("--area", default="", help="The area whose figures are told one by one; else SAFEGUARDING_AREA.")
@click.option("--again", is_flag=True, help="Take a file that another superseded, or that was withdrawn.")
@click.option("--findings", type=click.Path(path_type=Path), help="A CSV file to write every finding to.")
def import_(paths: tuple[Path, ...], is_trial: bool, area: str, again: bool, findings: Path | None) -> None:
    """Import files, or folders of files. Each is taken whole or not at all; of one release the file named last wins."""
    dataset = open_dataset(read_settings())
    files = files_of(paths)
    if not files:
        raise UserError(
            "There is no CSV file in the folder. Nothing was taken; name a file, or a folder that holds some."
        )
    about = _area(dataset, area)
    with _findings_file(findings) as note:
        outcomes = import_files(dataset.store, dataset.register, files, area=about.key, again=again, is_trial=is_trial)
        done = _reported(outcomes, files, dataset, about, is_trial, note)
    if any(outcome.state == REFUSED for outcome in done):
        sys.exit(2)


def _reported(
    outcomes: Iterable[Outcome],
    files: list[Found],
    dataset: Dataset,
    area: Area,
    is_trial: bool,
    note: Callable[[Outcome], None],
) -> list[Outcome]:
    """Print each outcome as it comes, and at the end, however it comes, what was taken and what was not."""
    done: list[Outcome] = []
    said: set[str] = set()
    console = Console()
    try:
        with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task("Importing", total=len(files))
            for outcome in outcomes:
                done.append(outcome)
                note(outcome)
                lines = imports.told(outcome, dataset.register, area.name, is_trial)
                # What is said of two files together is said once.
                fresh = [line for line in lines if line not in said]
                said.update(lines[-1:] if outcome.state == REFUSED else ())
                console.print("\n".join(fresh), markup=False, highlight=False, soft_wrap=True)
                progress.advance(task)
    except BaseException:
        reached = {outcome.path for outcome in done}
        missed = [file.path.name for file in files if file.path not in reached]
        click.echo(imports.summary(done, missed, is_trial))
        raise
    click.echo(imports.summary(done, is_trial=is_trial))
    return done


def _area(dataset: Dataset, name: str) -> Area:
    """The area of that name, code or number, else the one that the dashboard starts with."""
    areas = dataset.snapshot().areas
    found = areas.find(name) if name else areas[dataset.default_area()]
    if found is None:
        raise UserError(
            f"--area '{quotable(name)}' is not an area here; give a name such as Worcestershire, a GSS code such as "
            "E10000034 or an LA number such as 885. Nothing was taken."
        )
    return found


@contextmanager
def _findings_file(path: Path | None) -> Iterator[Callable[[Outcome], None]]:
    """Write the findings of each outcome to a file, which is opened before anything is taken."""
    if path is None:
        yield lambda outcome: None
        return
    try:
        file = path.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise UserError(
            f"--findings {path}: cannot be written ({error.strerror}); name another file. Nothing was taken."
        ) from error
    with file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(FINDING_COLUMNS)

        def note(outcome: Outcome) -> None:
            writer.writerows(_finding_line(finding) for finding in _findings(outcome))
            file.flush()

        yield note


def _findings(outcome: Outcome) -> Iterator[Finding]:
    yield from outcome.findings
    if outcome.state == REFUSED and outcome.reason:
        yield Finding(ERROR, outcome.file, None, None, outcome.reason.removeprefix(f"{outcome.file}: "), "file")


def _finding_line(finding: Finding) -> list[Any]:
    line = [finding.file, finding.row or "", finding.column or "", finding.severity, finding.kind, finding.problem]
    return [printable(cell) if isinstance(cell, str) else cell for cell in line]


@cli.command()
def releases() -> None:
    """List the releases in the database: number, source, publisher, title, periods, figures, when, file, state."""
    dataset = open_dataset(read_settings())
    snapshot, superseding, counts = dataset.snapshot(), dataset.snapshot().superseding(), dataset.snapshot().counts()
    for release in snapshot.releases:
        state = imports.state_of(snapshot, release, superseding.get(release.id, frozenset()), counts.get(release.id, 0))
        span = f"{release.period_first} to {release.period_last}"
        cells = (release.id, release.source, release.publisher, release.title, span, release.rows)
        click.echo("\t".join(printable(str(cell)) for cell in (*cells, release.imported_at, release.file, state)))


@cli.command("withdraw")
@click.argument("release", type=int)
@click.option("--why", default="", help="The reason, shown wherever releases are listed.")
def withdraw_(release: int, why: str) -> None:
    """Let a release take no part any more; RELEASE is the number that `python -m data releases` lists."""
    _decide(withdraw, "withdrawn", release, why)


@cli.command("restore")
@click.argument("what", metavar="RELEASE|FILE")
@click.option("--why", default="", help="The reason, shown wherever releases are listed; of a release alone.")
def restore_(what: str, why: str) -> None:
    """Let a withdrawn release take part again, or put a backup in the place of the database.

    A number is that of a release, as `python -m data releases` lists it; anything else is a FILE that
    `python -m data backup` made. A file is put back only while nothing uses the database, which is kept beside it.
    """
    if what.isdecimal():
        _decide(restore, "restored", int(what), why)
    elif why:
        raise click.UsageError(f"--why is of a release, and {quotable(what)} is not the number of one.")
    else:
        click.echo(printable(restore_backup(read_settings().database, Path(what), read_register())))


@cli.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
def backup_(file: Path) -> None:
    """Save the database as FILE, checked; the dashboard and imports go on meanwhile."""
    click.echo(printable(backup(read_settings().database, file, read_register())))


def _decide(decide: Callable[..., Decided], verb: str, release: int, why: str) -> None:
    dataset = open_dataset(read_settings())
    area = dataset.snapshot().areas[dataset.default_area()]
    found = decide(dataset.store, release, why, area.key, dataset.check_usable)
    click.echo("\n".join(imports.decided(found, verb, dataset.register, area.name)))


@cli.command()
def check() -> None:
    """Check the register and the figures the project carries, without a database."""
    register = read_register()
    check_mappings(register)
    carried.check_complete(register)
    conflicts = read_conflicts(register)
    deliveries = carried.deliveries(register)
    figures = sum(len(d.rows) for d in deliveries)
    click.echo(
        f"{len(register)} indicators, {figures:,} figures, {len(conflicts)} conflicts and {len(read_finance())} "
        "lines of finance are well formed."
    )


@cli.command()
@click.option(
    "--to", "folder", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder to write to."
)
def export(folder: Path) -> None:
    """Write the current published figures as tidy text, the format of data/published."""
    try:
        written = write(open_dataset(read_settings()).snapshot(), folder)
    except OSError as error:
        raise UserError(
            f"{error.filename or folder} cannot be written ({error.strerror}); choose another folder, or make room."
        ) from error
    click.echo(printable(f"{len(written)} files written to {folder}."))


if __name__ == "__main__":
    try:
        cli(prog_name="python -m data")
    except UserError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
