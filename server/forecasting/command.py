"""What an operator's commands do with models."""

from pathlib import Path

import structlog

from ml.registry import Registry
from server.core import db
from server.forecasting import versions
from server.settings import Settings

log = structlog.get_logger(__name__)

SHIPPED = Path(__file__).parents[2] / "onnx_models"


async def take_in_shipped(settings: Settings) -> None:
    """Take in the versions that ship with this release."""
    await db.connect(settings.database_url, pool=1)
    try:
        new = await versions.take_in(Registry(SHIPPED))
        log.info("models_taken_in", new=new, in_use=await versions.in_use())
    finally:
        await db.disconnect()
