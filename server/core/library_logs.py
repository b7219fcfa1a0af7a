"""What libraries log at each try while a server is away: said as an outage, once."""

import logging

from dramatiq.errors import BrokerConnectionError
from redis.exceptions import RedisError

from seat_engine.errors import EngineUnavailable
from server.core import db
from server.core.outage import of_error, seats

AWAY: tuple[type[BaseException], ...] = (RedisError, EngineUnavailable, BrokerConnectionError, *db.AWAY)
"""What is raised where a server that we depend on is away, starting or stopping."""


class OfLibraries(logging.Filter):
    """Takes what libraries log at each try while a server is away, and has it said as everybody's is."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a record is to be written as it is."""
        if record.name.startswith("dramatiq"):
            return not self._is_of_an_outage(record)
        if record.name.startswith("seat_engine.store") and "connection to Redis lost" in str(record.msg):
            seats().met(record.getMessage())
            return False
        if record.name.startswith("seat_engine.store") and "connected to Redis again" in str(record.msg):
            seats().over()
            return False
        return True

    @staticmethod
    def _is_of_an_outage(record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return str(record.msg).startswith("Restarting consumer")
        error = record.exc_info[1] if record.exc_info else None
        if error is None and isinstance(record.args, tuple):
            error = next((one for one in record.args if isinstance(one, BaseException)), None)
        if not isinstance(error, AWAY):
            return False
        of_error(error).met(error)
        return True
