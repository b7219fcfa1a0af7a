"""Routes of trainings."""

from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from uuid import UUID

from sanic import Request, Websocket
from tortoise.exceptions import IntegrityError

from server.core.cursor import BadCursor
from server.core.db import transaction
from server.core.errors import Malformed, NotFound
from server.core.http import uploads as streams
from server.core.http.caller import Guard, client_address
from server.core.http.operation import Reply, Router, parse_body
from server.core.ids import new_id
from server.core.runtime import Runtime
from server.core.tokens import Caller
from server.core.wire import Page
from server.training import folders, queries, service, uploads
from server.training.errors import TrainingBusy, TrainingOver
from server.training.schemas import Accepted, JobOut, JobQuery, JobWithReport, TrainIn, TrainUpload
from server.training.sockets import serve

router = Router("training")
_MOST_JSON, _JSON_SECONDS = 16 * 1024, 10.0


@router.operation(
    "POST", "/ml/train", summary="Train models", upload=TrainUpload, returns=Accepted, status=202,
    guard=Guard.ADMIN, refusals=(TrainingBusy,),
)  # fmt: skip
async def train(request: Request, caller: Caller) -> Reply:
    """Without tables the house's own sales are learned from: an empty body, or JSON with models and promote.

    Tables are kept until their training has ended, and nothing else is ever made of them. One training is
    under way at a time.
    """
    await service.ensure_free()
    if streams.is_multipart(request):
        job_id = await _with_tables(request, caller)
    else:
        wanted = await _wanted(request)
        async with _one_at_a_time():
            job_id = await service.ask(wanted, caller=caller, address=client_address(request))
    return Reply(Accepted(job_id=job_id), status=202, headers={"Location": f"/ml/jobs/{job_id}"})


@router.operation(
    "GET", "/ml/jobs", summary="Trainings", query=JobQuery, returns=Page[JobOut], guard=Guard.MANAGER,
    refusals=(BadCursor,), cache="no-store",
)  # fmt: skip
async def list_jobs(_: Request, __: Caller, *, query: JobQuery) -> Page[JobOut]:
    """Newest first."""
    found, cursor = await queries.list_page(query)
    return Page[JobOut](items=found, next_cursor=cursor)


@router.operation(
    "GET", "/ml/jobs/<job_id:uuid>", summary="A training", returns=JobWithReport, guard=Guard.MANAGER,
    refusals=(NotFound,), cache="no-store",
)  # fmt: skip
async def get_job(_: Request, __: Caller, *, job_id: UUID) -> JobWithReport:
    """How far it is, what was found in its tables, what came of it, and why that was put to use or not."""
    return await queries.get(job_id)


@router.operation(
    "POST", "/ml/jobs/<job_id:uuid>/cancel", summary="Cancel a training", returns=JobWithReport, status=202,
    guard=Guard.ADMIN, refusals=(NotFound, TrainingOver),
)  # fmt: skip
async def cancel_job(request: Request, caller: Caller, *, job_id: UUID) -> Reply:
    """One that waits is cancelled at once, one that runs within seconds. Nothing of it is kept."""
    async with transaction():
        await service.cancel(job_id, caller=caller, address=client_address(request))
    return Reply(await queries.get(job_id), status=202)


@router.websocket("/ws/admin", protocol="admin.v1")
async def live(request: Request, socket: Websocket) -> None:
    """Trainings, the day's figures and how its shows sell, as they change; the protocol is ``admin.v1``."""
    await serve(request, socket)


async def _with_tables(request: Request, caller: Caller) -> UUID:
    runtime: Runtime = request.app.ctx.runtime
    job_id = new_id()
    folder = folders.folder_of(runtime.settings.data_dir, job_id)
    parts = streams.parts(
        request, most=uploads.MOST_BYTES, most_parts=uploads.MOST_PARTS,
        seconds=runtime.settings.upload_seconds,
    )  # fmt: skip
    try:
        async with aclosing(parts):
            taken = await uploads.take(parts, folder)
        async with _one_at_a_time():
            return await service.ask(
                taken.wanted, job_id=job_id, files=taken.files, caller=caller, address=client_address(request)
            )
    except BaseException:
        # Whatever it was, a client that went away among it: nothing is left of what came. Not awaited,
        # for whoever is being cancelled may not wait.
        folders.remove(folder)
        raise


async def _wanted(request: Request) -> TrainIn:
    """Return what a body of JSON asks for; an empty body asks for what is usual."""
    text = b""
    async with aclosing(streams.body(request, most=_MOST_JSON, seconds=_JSON_SECONDS)) as pieces:
        async for piece in pieces:
            text += piece
    if not text:
        return TrainIn()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Malformed(f"The body must be multipart/form-data or application/json: not {kind or 'nothing'}")
    return parse_body(text, TrainIn)


@asynccontextmanager
async def _one_at_a_time() -> AsyncIterator[None]:
    """Open a request's transaction; refuse a training while another one is alive."""
    try:
        async with transaction():
            yield
    except IntegrityError as error:
        if refusal := service.busy(error):
            raise refusal from error
        raise
