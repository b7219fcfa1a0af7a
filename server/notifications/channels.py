"""Channels: how a message reaches somebody.

A message may be handed over twice when a worker dies in between: its id, which never changes, lets the file
channel write the same file again and a mail reader show the same mail once.
"""

import smtplib
import ssl
import sys
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from pathlib import Path
from typing import Protocol

from server.notifications.models import Message
from server.settings import Settings

_PATIENCE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Letter:
    """What is handed to a channel: a message, and its text with what only the addressee may read."""

    message: Message
    text: str


class Channel(Protocol):
    """One way to deliver. Blocking; raises ``OSError`` when it cannot, and is then asked again."""

    def deliver(self, letter: Letter) -> None:
        """Deliver one message."""
        ...


class FileChannel:
    """Writes each message as an ``.eml`` file, which any mail reader opens."""

    def __init__(self, folder: Path, *, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    def deliver(self, letter: Letter) -> None:
        """Write the file under its message's id: a repeated delivery writes the same file."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = letter.message.id
        unfinished = self._folder / f".{name}.part"
        unfinished.write_bytes(_mail(letter, self._sender).as_bytes(policy=SMTP))
        unfinished.replace(self._folder / f"{name}.eml")


class ConsoleChannel:
    """Prints each message, for a person watching a terminal."""

    def deliver(self, letter: Letter) -> None:
        """Print to standard output."""
        message = letter.message
        sys.stdout.write(f"To: {message.recipient}\nSubject: {message.subject}\n\n{letter.text}\n")
        sys.stdout.flush()


class SmtpChannel:
    """Hands each message in at a mail server (RFC 6409), over TLS unless told otherwise."""

    def __init__(
        self, *, host: str, port: int, security: str, user: str | None, password: str | None, sender: str
    ) -> None:
        self._host, self._port, self._security = host, port, security
        self._user, self._password = user, password
        self._sender = sender

    def deliver(self, letter: Letter) -> None:
        """Hand a message in; the server has it when this returns."""
        with self._connect() as server:
            if self._user is not None:
                server.login(self._user, self._password or "")
            server.send_message(_mail(letter, self._sender))

    def _connect(self) -> smtplib.SMTP:
        trusted = ssl.create_default_context()
        if self._security == "tls":
            return smtplib.SMTP_SSL(self._host, self._port, timeout=_PATIENCE_SECONDS, context=trusted)
        server = smtplib.SMTP(self._host, self._port, timeout=_PATIENCE_SECONDS)
        if self._security == "starttls":
            try:
                server.starttls(context=trusted)
            except BaseException:
                server.close()
                raise
        return server


@dataclass(frozen=True, slots=True)
class Channels:
    """The ways messages go out of this house."""

    mail: Channel
    sms: Channel | None


def channels_of(settings: Settings) -> Channels:
    """Return the channels that the settings name."""
    return Channels(_mail_channel(settings), _sms_channel(settings))


def _mail_channel(settings: Settings) -> Channel:
    if settings.message_channel == "console":
        return ConsoleChannel()
    if settings.message_channel == "file":
        return FileChannel(settings.data_dir / "messages", sender=settings.mail_from)
    password = settings.smtp_password
    return SmtpChannel(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=password.get_secret_value() if password else None,
        sender=settings.mail_from,
    )


def _sms_channel(settings: Settings) -> Channel | None:
    if settings.sms_channel == "off":
        return None
    if settings.sms_channel == "console":
        return ConsoleChannel()
    return FileChannel(settings.data_dir / "texts", sender=settings.mail_from)


def _mail(letter: Letter, sender: str) -> EmailMessage:
    message = letter.message
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = message.recipient
    mail["Subject"] = message.subject
    mail["Message-ID"] = f"<{message.id}@{domain}>"
    mail["Date"] = message.created_at
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.text)
    # After the content, which takes every header of its own name away.
    mail["Content-Language"] = message.locale
    return mail
