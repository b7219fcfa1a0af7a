"""Jobs that ask providers, and make true what they say."""

from uuid import UUID

from server.core.jobs import Job
from server.payments import refunds
from workers.broker import tools
from workers.job import job


@job(Job.APPLY_PAYMENT_EVENT, seconds=60)
async def apply_payment_event(event_id: str) -> None:
    """Apply what a provider told us."""
    await (await tools()).till.apply(event_id)


@job(Job.CHECK_PAYMENT, seconds=60)
async def check_payment(payment_id: str) -> None:
    """Ask how an attempt stands of which nothing was heard."""
    await (await tools()).till.check(UUID(payment_id))


@job(Job.CALL_OFF_PAYMENT, seconds=60)
async def call_off_payment(payment_id: str) -> None:
    """Have a provider take no money any more for an attempt that has ended."""
    await (await tools()).till.call_off(UUID(payment_id))


@job(Job.PAY_REFUND, seconds=60)
async def pay_refund(refund_id: str) -> None:
    """Pay a refund, or ask how it stands."""
    await refunds.pay((await tools()).till.gateways, UUID(refund_id))
