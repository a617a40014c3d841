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
    shutil.copytree(ASSETS, fresh / "assets")
    for file in [path for path in (fresh / "assets").rglob("*") if path.suffix in COMPRESSED]:
        for encoding, content in compressed(file.read_bytes()).items():
            beside = file.with_name(file.name + SUFFIXES[encoding])
            beside.write_bytes(content)
            shutil.copystat(file, beside)  # nginx wants them of the same time
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)
    names = [name for _, _, files in os.walk(target) for name in files]
    click.echo(f"{target}: {len(names)} files.")


if __name__ == "__main__":
    main()
