"""Office files are zips of parts: here the same parts always make the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment a zip can hold


def same(written: BytesIO, change: Callable[[str, bytes], bytes] = lambda _name, content: content) -> bytes:
    """The file without a trace of when it was written, each part as ``change`` makes it of its name and content."""
    finished = BytesIO()
    with ZipFile(written) as source, ZipFile(finished, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name, EPOCH)
            entry.external_attr = 0o600 << 16
            entry.compress_type = ZIP_STORED if name.endswith(".xlsx") else ZIP_DEFLATED  # a zip within is packed
            target.writestr(entry, change(name, source.read(name)))
    return finished.getvalue()
