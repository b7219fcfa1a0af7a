"""The application: wiring only, no logic."""

from datetime import timedelta
from typing import Any

from sanic import Sanic

from seat_engine import MirrorHub, SeatEngine
from server import docs_page, operators
from server.accounts.passwords import use_hashing
from server.accounts.revocation import RevokedSessions
from server.accounts.routes import ROUTERS as ACCOUNTS
from server.accounts.scope import roles_now
from server.analytics.routes import router as analytics
from server.analytics.selling import recent_selling
from server.analytics.today import day_figures
from server.auditing.routes import router as auditing
from server.booking.dataepoch import DataWatch
from server.booking.holds import HoldDesk
from server.booking.opener import ShowOpener
from server.booking.routes import ROUTERS as BOOKING
from server.booking.till import Till
from server.catalogue.routes import router as catalogue
from server.core import db
from server.core.http import edge, openapi
from server.core.http.addresses import Pseudonyms
from server.core.http.direct import text_message
from server.core.http.door import Door
from server.core.http.operation import Router
from server.core.http.origins import Origins
from server.core.keys import KeyRing
from server.core.limits import Limiter
from server.core.redis import open_seat_store
from server.core.runtime import Meters, Runtime
from server.core.tokens import TokenSigner
from server.forecasting.memory import Memory
from server.forecasting.routes import router as forecasting
from server.forecasting.shelf import ModelShelf
from server.loyalty.routes import router as loyalty
from server.payments.gateways import Gateways
from server.payments.routes import router as payments
from server.planning.routes import ROUTERS as PLANNING
from server.pricing.routes import router as pricing
from server.privacy.routes import router as privacy
from server.programme.routes import router as programme
from server.promotions.routes import router as promotions
from server.settings import Settings
from server.tickets.routes import router as tickets
from server.training.feed import AdminFeed
from server.training.routes import router as training
from server.venues.routes import router as venues

VERSION = "0.1.0"
ROUTERS: tuple[Router, ...] = (
    programme,
    *BOOKING,
    payments,
    pricing,
    forecasting,
    *PLANNING,
    analytics,
    promotions,
    loyalty,
    tickets,
    *ACCOUNTS,
    privacy,
    auditing,
    training,
    venues,
    catalogue,
    operators.router,
)


def describe() -> dict[str, Any]:
    """Return the OpenAPI document."""
    operations = [operation for router in ROUTERS for operation in router.operations]
    return openapi.document(operations, title="Movie Magic", version=VERSION)


def create_app(settings: Settings) -> Sanic[Any, Any]:
    """Return the application, not yet connected to anything."""
    app: Sanic[Any, Any] = Sanic("movie_magic", configure_logging=False, inspector=False)
    app.config.update(
        REQUEST_MAX_SIZE=2**20,
        REQUEST_TIMEOUT=settings.request_seconds,
        RESPONSE_TIMEOUT=settings.response_seconds,
        KEEP_ALIVE_TIMEOUT=75,
        GRACEFUL_SHUTDOWN_TIMEOUT=10.0,
        MOTD=False,
        ACCESS_LOG=False,
        WEBSOCKET_MAX_SIZE=4096,
    )
    use_hashing(settings.password_hashing)
    app.ctx.openapi = describe()
    app.ctx.secure = settings.environment == "production"
    edge.prepare(app)
    for router in ROUTERS:
        router.mount(app)
    docs_page.mount(app)

    @app.before_server_start
    async def connect(app: Sanic[Any, Any]) -> None:
        await db.connect(
            settings.database_url, pool=settings.database_pool, seconds=settings.database_seconds
        )
        engine = SeatEngine(open_seat_store(settings))
        data_watch = app.ctx.data_watch = DataWatch(engine)
        await data_watch.start()
        opener = ShowOpener(engine)
        app.ctx.hold_desk = HoldDesk(engine, opener, settings)
        app.ctx.gateways = Gateways(settings)
        app.ctx.till = Till(app.ctx.gateways, engine, opener)
        app.ctx.past_shows = Memory()
        shelf = app.ctx.model_shelf = ModelShelf()
        hub = MirrorHub(engine, opener=opener.open_on_sale, wire=text_message)
        await hub.__aenter__()
        keys = KeyRing.of(settings) or KeyRing.ephemeral()
        lifetime = timedelta(seconds=settings.access_token_seconds)
        limiter = Limiter(settings.redis_url)
        revoked = app.ctx.revoked = RevokedSessions(lifetime=lifetime)
        sites = (settings.web_url, *settings.cors_origins)
        web_port = settings.web_port_beside_us
        app.ctx.runtime = Runtime(
            settings=settings,
            keys=keys,
            signer=TokenSigner(keys, lifetime=lifetime),
            revoked=revoked,
            roles_now=roles_now,
            limiter=limiter,
            meters=Meters.of(settings, limiter),
            names=Pseudonyms(settings.database_url),
            origins=Origins(sites, web_port=web_port),
            socket_origins=Origins((*sites, *settings.socket_origins), web_port=web_port),
            engine=engine,
            hub=hub,
            door=Door(per_address=settings.sockets_per_address),
        )
        limiter.start()
        app.ctx.admin_feed = AdminFeed(today=day_figures, selling=recent_selling)
        app.ctx.admin_feed.start()
        await revoked.start()
        await shelf.start()

    @app.before_server_stop
    async def dismiss(app: Sanic[Any, Any]) -> None:
        # Before the framework cancels the sockets' handlers: each client is told why, after its last delta.
        app.ctx.runtime.hub.dismiss()
        app.ctx.admin_feed.dismiss()

    @app.after_server_stop
    async def disconnect(app: Sanic[Any, Any]) -> None:
        await app.ctx.runtime.hub.__aexit__(None, None, None)
        await app.ctx.admin_feed.aclose()
        await app.ctx.data_watch.aclose()
        await app.ctx.model_shelf.aclose()
        await app.ctx.revoked.aclose()
        await app.ctx.runtime.limiter.aclose()
        await app.ctx.gateways.aclose()
        await app.ctx.runtime.engine.store.aclose()
        await db.disconnect()

    return app
