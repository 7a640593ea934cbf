"""Keeping files in memory, as the operating system of a server that does nothing else does by itself.

Machines in a cloud often take the memory of unused pages away after seconds; then the disk would be measured.
"""

import ctypes
import mmap
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path


@contextmanager
def in_memory(folder: Path) -> Iterator[float]:
    """Keep all files in `folder` in memory; gives the share of their bytes for which the system allowed that."""
    kept = total = 0
    with ExitStack() as stack:
        for file in folder.rglob("*"):
            # A server that runs takes files of its own away.
            with suppress(FileNotFoundError):
                if file.is_file() and (size := file.stat().st_size):
                    kept += size if _lock(file, size, stack) else 0
                    total += size
        yield kept / total if total else 1.0


def _lock(file: Path, size: int, stack: ExitStack) -> bool:
    with file.open("r+b") as opened:
        pages = mmap.mmap(opened.fileno(), size)
    # Only its address; closing the pages while it exists would be refused.
    first = ctypes.c_char.from_buffer(pages)
    place = ctypes.c_void_p(ctypes.addressof(first))
    del first
    stack.callback(pages.close)
    # https://man7.org/linux/man-pages/man2/mlock.2.html
    return int(ctypes.CDLL(None).mlock(place, ctypes.c_size_t(size))) == 0
