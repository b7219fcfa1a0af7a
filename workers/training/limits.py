"""What a training process may use: memory, one thread, and the processor time that others leave."""

import os
import resource
import sys

import psutil

MIB = 2**20
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)
"""Environment of a process whose numerical libraries are to start no threads."""


def take_on(*, memory_mib: int, nice: int) -> None:
    """Take the limits on, in this process, before anything large is imported.

    On Linux the kernel refuses memory beyond the limit (RLIMIT_DATA: what is private and written; the address
    space, RLIMIT_AS, says nothing, as PyTorch reserves a gigabyte that it never touches). Elsewhere whoever
    watches the process is the only limit.
    """
    os.nice(max(nice - os.getpriority(os.PRIO_PROCESS, 0), 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_DATA, (memory_mib * MIB, memory_mib * MIB))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def too_large(memory_mib: int) -> str:
    """Say that a training wanted more memory than it may have."""
    return f"It needed more than the {memory_mib} MiB of memory that a training may use (TRAINING_MEMORY_MIB)"


def resident(pid: int) -> int:
    """Return the MiB that a process holds in memory; 0 when it has ended.

    Off Linux the process that was started waits for the one that works (``server.house.leash``).
    """
    try:
        process = psutil.Process(pid)
        those = [process] if sys.platform == "linux" else [process, *process.children(recursive=True)]
        return sum(each.memory_info().rss for each in those) // MIB
    except psutil.NoSuchProcess:
        return 0
