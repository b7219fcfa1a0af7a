"""Watching over one training process: its lease, its limits, its end.

The worker that takes a training runs it beside its other jobs, in a task of the loop that the actors run on:
no thread waits for it. The task says every second that it is there, and ends the process when the training is
cancelled, takes too long, wants too much memory, or is another worker's. A worker that is told to stop gives
the training back; one that is killed takes the process with it (``server.house.leash``), and falls silent.
"""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

import structlog

import workers
from server.core.db import AWAY
from server.core.ids import new_id
from server.core.outage import POSTGRESQL
from server.house.leash import leashed
from server.settings import Settings, of_the_machine
from server.training import folders, leases
from server.training.leases import Lease, Word
from server.training.models import TrainingJob
from workers.training import finishing, limits, order, packages, preparing

log = structlog.get_logger("workers.training")

BEAT_SECONDS = 1.0
LOOK_SECONDS = 0.2
_NICE = 10
_LAST_LINES = 20
_TERM_SECONDS = 2.0
_ROOT = Path(workers.__file__).parents[1]
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""Of the worker's environment; addresses, passwords and keys are not among it."""
_TRIES_TO_END = 20


class Stopped(Exception):
    """Raised when the training process was ended here, with words for whoever asked for it."""


class Cancelled(Exception):
    """Raised when somebody cancelled the training."""


class Lost(Exception):
    """Raised when the lease is another worker's."""


@dataclass(slots=True)
class _State:
    """How far the process says it is."""

    stage: str = "begin"
    progress: float = 0.0
    memory_mib: int = 0
    """The most that it was seen to hold."""
    last_lines: deque[str] = field(default_factory=lambda: deque(maxlen=_LAST_LINES))


class Trainer:
    """Runs trainings beside the jobs of a worker."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._data_dir = settings.data_dir.resolve()  # the process runs in another directory
        self._running: set[asyncio.Task[None]] = set()

    async def begin(self, job_id: Any) -> None:
        """Begin a training that waits, unless somebody else has; it goes on after this returns."""
        lease = Lease(job_id, new_id())
        if await leases.take(lease):
            task = asyncio.create_task(self._run(lease))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def aclose(self) -> None:
        """End what runs here and give it back to be begun elsewhere."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _run(self, lease: Lease) -> None:
        folder = folders.folder_of(self._data_dir, lease.job_id)
        out = folder / order.OUT
        try:
            await self._train(lease, folder)
        except Lost:
            log.warning("training_lost", job_id=str(lease.job_id))
            return  # the folder is the other worker's
        except Cancelled:
            report = order.read_json(out / order.REPORT)
            await _surely(lambda: leases.cancelled(lease, report))
        except asyncio.CancelledError:
            await _surely(lambda: leases.give_back(lease))
            raise
        except Stopped as error:
            report, words = order.read_json(out / order.REPORT), str(error)
            log.warning("training_failed", job_id=str(lease.job_id), error=words)
            await _surely(lambda: leases.fail(lease, words, report))
        except Exception:
            log.exception("training_broke", job_id=str(lease.job_id))
            report = order.read_json(out / order.REPORT)
            words = "Something went wrong here; the failure was recorded by the workers"
            await _surely(lambda: leases.fail(lease, words, report))
        await asyncio.to_thread(folders.remove, folder)

    async def _train(self, lease: Lease, folder: Path) -> None:
        if lacking := packages.missing():
            raise Stopped(packages.words(lacking))
        job = await TrainingJob.get(id=lease.job_id)
        try:
            await _beating(
                lease,
                preparing.prepare(job, folder, memory_mib=self._settings.training_memory_mib, nice=_NICE),
            )
        except preparing.NothingToDo as error:
            raise Stopped(str(error)) from error
        code, state = await self._watch(lease, folder)
        out = folder / order.OUT
        if code == 0:
            outcome = await asyncio.to_thread(finishing.outcome, out)
            if not await _surely(lambda: finishing.succeed(lease, outcome)):
                raise Lost
            log.info("training_succeeded", job_id=str(lease.job_id), version=outcome.champion)
            return
        failure = order.read_json(out / order.FAILURE)
        if failure is not None:
            raise Stopped(failure["error"])
        log.error("training_died", job_id=str(lease.job_id), code=code, said=list(state.last_lines))
        raise Stopped(_how_it_ended(code, state, self._settings.training_memory_mib))

    async def _watch(self, lease: Lease, folder: Path) -> tuple[int, _State]:
        """Run the process to its end; raises ``Cancelled``, ``Lost``, ``Stopped`` when it is ended here."""
        state = _State()
        process = await _start(folder)
        readers = [
            asyncio.create_task(_read_progress(process, state)),
            asyncio.create_task(_read_errors(process, state)),
        ]
        try:
            await self._until_it_ends(lease, process, state)
            await asyncio.gather(*readers)
        finally:
            await _end(process)
            for reader in readers:
                reader.cancel()
            await asyncio.gather(*readers, return_exceptions=True)
        return await process.wait(), state

    async def _until_it_ends(self, lease: Lease, process: Process, state: _State) -> None:
        settings = self._settings
        ended = asyncio.create_task(process.wait())
        until, next_beat = monotonic() + settings.training_seconds, 0.0
        try:
            while not (await asyncio.wait({ended}, timeout=LOOK_SECONDS))[0]:
                if monotonic() > until:
                    raise Stopped(
                        f"It took longer than the {settings.training_seconds} s that a training may take "
                        f"(TRAINING_SECONDS); it was at: {state.stage}"
                    )
                state.memory_mib = max(state.memory_mib, limits.resident(process.pid))
                if state.memory_mib > settings.training_memory_mib:
                    raise Stopped(limits.too_large(settings.training_memory_mib))
                if monotonic() >= next_beat:
                    next_beat = monotonic() + BEAT_SECONDS
                    await _beat(lease, state)
        finally:
            ended.cancel()


async def _beating(lease: Lease, work: Coroutine[Any, Any, None]) -> None:
    """Do something that takes a while, and say meanwhile that it goes on."""
    task, state = asyncio.create_task(work), _State(stage="prepare")
    try:
        while not (await asyncio.wait({task}, timeout=BEAT_SECONDS))[0]:
            await _beat(lease, state)
    finally:
        task.cancel()
    await task


async def _beat(lease: Lease, state: _State) -> None:
    """Say that it goes on; raises ``Cancelled`` and ``Lost``. A database that is away is waited for."""
    try:
        word = await leases.beat(lease, stage=state.stage, progress=state.progress)
    except AWAY as error:
        POSTGRESQL.met(error, task="training", job_id=str(lease.job_id))
        return
    if word is Word.CANCEL:
        raise Cancelled
    if word is Word.LOST:
        raise Lost


async def _start(folder: Path) -> Process:
    environment = of_the_machine(_PASSED_ON) | {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PYTHONUNBUFFERED": "1",
        **limits.ONE_THREAD,
    }
    command = leashed([sys.executable, "-m", "workers.training", str(folder)], signal_name="KILL")
    return await asyncio.create_subprocess_exec(
        *command, cwd=_ROOT, env=environment, stdin=asyncio.subprocess.DEVNULL, stdout=PIPE, stderr=PIPE,
        start_new_session=True,
    )  # fmt: skip


async def _end(process: Process) -> None:
    """End a process and whatever it started, if it has not ended."""
    if process.returncode is not None:
        return
    for number, seconds in ((signal.SIGTERM, _TERM_SECONDS), (signal.SIGKILL, None)):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await process.wait()
            return


async def _read_progress(process: Process, state: _State) -> None:
    if process.stdout is None:
        raise TypeError("started with a pipe")
    async for line in process.stdout:
        said = json.loads(line)
        state.stage, state.progress = str(said["stage"]), float(said["progress"])


async def _read_errors(process: Process, state: _State) -> None:
    if process.stderr is None:
        raise TypeError("started with a pipe")
    while piece := await process.stderr.read(4096):
        state.last_lines.extend(piece.decode(errors="replace").splitlines())


def _how_it_ended(code: int, state: _State, may_use: int) -> str:
    how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"
    return (
        f"The training process {how} at: {state.stage}. It held up to {state.memory_mib} of the {may_use} "
        "MiB it may use (TRAINING_MEMORY_MIB); the workers' log has its last words"
    )


async def _surely(deed: Callable[[], Awaitable[Any]]) -> Any:
    """Write something down, waiting for a database that is away; it is safe to write twice."""
    for left in range(_TRIES_TO_END, 0, -1):
        try:
            return await deed()
        except AWAY:
            if left == 1:
                raise
            await asyncio.sleep(1)
    raise AssertionError("it returned or raised")
