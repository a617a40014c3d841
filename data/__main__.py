"""The command line: ``python -m data prepare | import | releases | check | export``."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from data.checks import ERROR
from data.conflicts import read_conflicts
from data.dataset import open_dataset
from data.errors import UserError
from data.finance import read_finance
from data.importers import carried
from data.importers.coherence import check_mappings
from data.importers.export import write
from data.loading import ALREADY, REFUSED, Outcome, files_of, import_files
from data.register import read_register
from data.settings import read_settings

MOST_FINDINGS = 20


@click.group()
def cli() -> None:
    """The indicator dataset: fill it, bring files in, look at what it holds."""


@cli.command()
def prepare() -> None:
    """Create the database and take in the figures the project carries."""
    dataset = open_dataset(read_settings())
    dataset.default_area()
    snapshot = dataset.snapshot()
    click.echo(f"The database holds {len(snapshot.releases)} releases with {len(snapshot.frame):,} current figures.")


@cli.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
def import_(paths: tuple[Path, ...]) -> None:
    """Bring in files, or folders of files. Each file is taken whole or not at all."""
    dataset = open_dataset(read_settings())
    files = files_of(paths)
    if not files:
        raise UserError(
            "There is no CSV file in the folder. Nothing was taken; name a file, or a folder that holds some."
        )
    refused = 0
    console = Console()
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Importing", total=len(files))
        for outcome in import_files(dataset.store, dataset.register, files):
            console.print("\n".join(_sentences(outcome)), markup=False, highlight=False, soft_wrap=True)
            refused += outcome.state == REFUSED
            progress.advance(task)
    if refused:
        raise UserError(_refusal(refused, len(files)))


def _refusal(refused: int, files: int) -> str:
    if refused < files:
        return f"{refused} of {files} files refused, nothing of that was taken; the others are in the store whole."
    return "The file was refused; nothing was taken." if files == 1 else "All files were refused; nothing was taken."


def _sentences(outcome: Outcome) -> list[str]:
    if outcome.state == ALREADY:
        return [outcome.reason]
    findings = [str(finding) for finding in outcome.findings[:MOST_FINDINGS]]
    if len(outcome.findings) > MOST_FINDINGS:
        findings.append(f"… and {len(outcome.findings) - MOST_FINDINGS} more of the kind.")
    if outcome.state == REFUSED:
        count = sum(f.severity == ERROR for f in outcome.findings)
        problems = "problem" if count == 1 else "problems"
        return [
            f"{outcome.file}: refused, nothing was taken." + (f" {count} {problems}:" if count else ""),
            *findings,
            outcome.reason,
        ]
    if outcome.neighbours:
        return [f"{outcome.file}: taken as {outcome.title}; {outcome.neighbours:,} neighbours.", *findings]
    changed = (
        f"{outcome.new:,} new, {outcome.changed:,} superseding another value, {outcome.same:,} superseding "
        "the same value"
    )
    earlier = f", {outcome.earlier:,} kept as history under a later release" if outcome.earlier else ""
    return [f"{outcome.file}: taken as {outcome.title}; {changed}{earlier}.", *findings]


@cli.command()
def releases() -> None:
    """List the releases in the database."""
    for release in open_dataset(read_settings()).snapshot().releases:
        span = f"{release.period_first} to {release.period_last}"
        click.echo(
            f"{release.id}\t{release.source}\t{release.publisher}\t{release.title}\t{span}\t{release.rows}\t{release.imported_at}"
        )


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
    click.echo(f"{len(written)} files written to {folder}.")


if __name__ == "__main__":
    try:
        cli(prog_name="python -m data")
    except UserError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
