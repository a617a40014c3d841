"""Packs without anybody at the screen: ``python -m components.exports pack.pptx --items neglect,cpp_rate``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile

import click

from components.exports.choice import Choice, checked, to_query
from components.exports.pack import pack
from components.exports.pdf import pdf
from components.exports.routes import KINDS, PAGE, alone
from data import clock
from data.dataset import Dataset, open_dataset
from data.errors import UserError
from data.settings import is_home, read_settings

SUFFIXES = (*KINDS, "pdf")


@click.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--items", required=True, help="Panels and indicators by id, in order, separated by commas.")
@click.option("--title", default="", help="Title on the cover.")
@click.option("--area", default="", help="GSS code, LA number or name; the dashboard's own where left out.")
@click.option("--from", "first", default="", help="First financial year, such as 2018/19.")
@click.option("--to", "last", default="", help="Last financial year.")
@click.option("--neighbours", default="", help="Neighbour model, such as 2025.")
@click.option("--statistic", default="", help="mean or median of the neighbours.")
@click.option(
    "--link", default="", help="Address of the dashboard for the link that makes the pack again; the setting's."
)
def cli(target: Path, link: str, **asked: str) -> None:
    """Make a pack: TARGET ends in .pptx, .xlsx or .pdf. It is there whole, or not at all."""
    kind = target.suffix.lower().lstrip(".")
    if kind not in SUFFIXES:
        raise UserError(f"'{target.name}' does not end in .{', .'.join(SUFFIXES)}; nothing was made.")
    asked["from"], asked["to"] = asked.pop("first"), asked.pop("last")
    settings = read_settings()
    dataset, home = open_dataset(settings).at_this_moment(), (link or settings.opened_at).rstrip("/")
    if not is_home(home):
        raise UserError(
            f"'{link}' is not the address of a dashboard, such as https://kpi.example.org; nothing was made."
        )
    with alone(dataset):
        choice = checked({name: value for name, value in asked.items() if value}, dataset.register)
        _write(target, lambda: _made(kind, dataset, choice, home))
    click.echo(f"Made {target}")


def _made(kind: str, dataset: Dataset, choice: Choice, home: str) -> bytes:
    query = to_query(choice)
    made = pack(dataset, choice, clock.now(), f"{home}{PAGE}{query}")
    return pdf(f"{PAGE}/print{query}", home) if kind == "pdf" else KINDS[kind][0](made)


def _write(target: Path, make: Callable[[], bytes]) -> None:
    """The file put in place at one stroke; on any failure what was there before stays."""
    content = make()
    try:
        with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as part:
            part.write(content)
        Path(part.name).replace(target)
    except OSError as error:
        raise UserError(f"{target} cannot be written ({error.strerror}); choose another place.") from error


def main() -> None:
    try:
        cli(standalone_mode=True)
    except UserError as error:
        print(error, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
