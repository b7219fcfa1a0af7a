"""The confirmation message: said once, whatever happens on the way."""

import pytest

from server.core.money import Money
from server.notifications.channels import ConsoleChannel, FileChannel
from server.notifications.confirmation import amount
from server.notifications.models import Message
from server.notifications.service import send_confirmation

SENDER = "Movie Magic <tickets@example.com>"


class FailingOnce(FileChannel):
    """A disk that is full the first time."""

    def __init__(self, folder):
        super().__init__(folder, sender=SENDER)
        self.failed = False

    def deliver(self, letter):
        if not self.failed:
            self.failed = True
            raise OSError("no space left")
        super().deliver(letter)


async def send(booking, channel):
    return await send_confirmation(booking["id"], channel=channel, web_url="http://127.0.0.1:3000")


async def test_a_message_is_delivered_once_however_often_the_job_runs(house, customer, tmp_path):
    booking = await customer.book(await house.show(), "A1")
    await customer.pay(booking)
    channel = FileChannel(tmp_path, sender=SENDER)
    assert [await send(booking, channel) for _ in range(3)] == [True, False, False]
    assert len(list(tmp_path.iterdir())) == 1
    assert await Message.all().count() == 1


async def test_a_failed_delivery_is_made_good_by_the_next_run(house, customer, tmp_path):
    booking = await customer.book(await house.show(), "A1")
    await customer.pay(booking)
    channel = FailingOnce(tmp_path)
    with pytest.raises(OSError, match="no space"):
        await send(booking, channel)
    assert await send(booking, channel)
    assert len(list(tmp_path.iterdir())) == 1


async def test_a_booking_that_is_not_confirmed_is_not_announced(house, customer, tmp_path):
    booking = await customer.book(await house.show(), "A1")
    assert not await send(booking, FileChannel(tmp_path, sender=SENDER))
    assert not list(tmp_path.iterdir())


async def test_the_console_channel_prints_the_message(house, customer, capsys):
    booking = await customer.book(await house.show(), "A1")
    await customer.pay(booking)
    await send(booking, ConsoleChannel())
    assert booking["reference"] in capsys.readouterr().out


@pytest.mark.parametrize("locale", ["en", "hi", "te"])
@pytest.mark.parametrize(
    ("minor", "currency", "digits"),
    [
        (123456750, "INR", "12,34,567.50"),
        (123456750, "GBP", "1,234,567.50"),
        (123456750, "USD", "1,234,567.50"),
        (1234567, "JPY", "1,234,567"),
    ],
)
def test_amounts_are_grouped_as_their_currency_is_counted(locale, minor, currency, digits):
    assert amount(Money(minor, currency), locale).lstrip("JP¥£$₹US\u00a0") == digits
