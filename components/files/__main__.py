"""``python -m components.files FOLDER``: the files of ``assets/`` with a compressed one beside each, for a proxy.

The folder is made; what an earlier version put there and is no more goes.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from uuid import uuid4

import click

from components.files import compressed
from data.settings import ROOT

ASSETS = ROOT / "assets"
SUFFIXES = {"br": ".br", "gzip": ".gz"}
COMPRESSED = (".css", ".js", ".txt")


@click.command(help=__doc__)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def main(folder: Path) -> None:
    """Beside the folder first, then in its place: no visitor gets half of it."""
    target = folder.absolute()
    fresh, old = (target.with_name(f"{target.name}.{word}-{uuid4().hex[:8]}") for word in ("new", "old"))
    if target.exists() and not (target / "assets").is_dir() and any(target.iterdir()):
        raise click.ClickException(f"{target} holds other files; name a folder that is empty or not there yet.")
    try:
        _make(fresh)
    except OSError as error:  # files of before would be taken for those of now, for a year
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(target / "assets", ignore_errors=True)
        why = error.strerror or "a file cannot be written"
        raise click.ClickException(
            f"{target} could not be made ({why}); it holds no files now, and the dashboard gives them itself."
        ) from error
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)
    names = [name for _, _, files in os.walk(target) for name in files]
    click.echo(f"{target}: {len(names)} files.")


def _make(folder: Path) -> None:
    shutil.copytree(ASSETS, folder / "assets")
    for file in [path for path in (folder / "assets").rglob("*") if path.suffix in COMPRESSED]:
        for encoding, content in compressed(file.read_bytes()).items():
            beside = file.with_name(file.name + SUFFIXES[encoding])
            beside.write_bytes(content)
            shutil.copystat(file, beside)  # nginx wants them of the same time


if __name__ == "__main__":
    main()
