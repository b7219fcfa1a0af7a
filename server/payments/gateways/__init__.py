"""Gateways: one module a provider, one small interface, and which of them this house offers."""

import structlog

from server.payments.errors import PaymentMethodNotOffered
from server.payments.gateways.base import Gateway
from server.payments.gateways.cash import CashGateway
from server.payments.gateways.mock import MockGateway
from server.payments.gateways.stripe import StripeGateway
from server.payments.models import PaymentMethod
from server.settings import Settings

log = structlog.get_logger(__name__)


class Gateways:
    """The gateways of a process. One that is switched off refuses new attempts and still serves old ones."""

    def __init__(self, settings: Settings) -> None:
        mock = MockGateway()
        self._known: dict[PaymentMethod, Gateway] = {
            PaymentMethod.MOCK_UPI: mock,
            PaymentMethod.MOCK_CARD: mock,
            PaymentMethod.CASH: CashGateway(),
        }
        if settings.stripe is None:
            log.info("stripe_off", missing=settings.missing_for_stripe)
        else:
            self._known = {PaymentMethod.STRIPE: StripeGateway(settings.stripe), **self._known}
        # In the order a customer is shown them.
        self.offered: tuple[PaymentMethod, ...] = tuple(
            method for method in self._known if settings.mock_payments or not method.startswith("mock_")
        )

    def of(self, method: PaymentMethod) -> Gateway:
        """Return the gateway of an attempt; raises ``PaymentMethodNotOffered`` where it has no keys."""
        known = self._known.get(method)
        if known is None:
            raise PaymentMethodNotOffered
        return known

    def ensure_offered(self, method: PaymentMethod) -> None:
        """Raise ``PaymentMethodNotOffered`` unless new attempts may be made this way."""
        if method not in self.offered:
            raise PaymentMethodNotOffered

    async def aclose(self) -> None:
        """Close the connections to providers."""
        for gateway in self._known.values():
            if isinstance(gateway, StripeGateway):
                await gateway.aclose()
