"""``python -m workers.training FOLDER``: train as the folder's order says, and leave the outcome there.

Started by a worker, with an environment that has no address, key or password in it. Whatever a table does to
this process, there is nothing here to take, and it ends with the process.
"""

import os
import sys
from pathlib import Path
from typing import TextIO

from workers.training import limits
from workers.training.order import FAILED, FAILURE, OUT, Order, write_json


def main(folder: Path) -> int:
    """Take the limits on before anything large is there, then train; return the exit code."""
    said = _stdout_of_our_own()
    order = Order.read(folder)
    limits.take_on(memory_mib=order.memory_mib, nice=order.nice)
    try:
        from workers.training import training

        return training.run(folder, order, said)
    except MemoryError:
        write_json(folder / OUT / FAILURE, {"error": limits.too_large(order.memory_mib)})
        return FAILED


def _stdout_of_our_own() -> TextIO:
    """Keep standard output for what is told; what libraries print goes to standard error."""
    said = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return said


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
