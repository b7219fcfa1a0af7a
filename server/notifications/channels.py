"""Channels: how a message reaches somebody. Each sends once per message id, however often it is asked."""

import sys
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Protocol

from server.notifications.models import Message

_SENDER = "Movie Magic <tickets@movie-magic.example>"


class Channel(Protocol):
    """One way to deliver. Blocking; raises ``OSError`` when it cannot, and is then asked again."""

    def deliver(self, message: Message) -> None:
        """Deliver one message."""
        ...


class FileChannel:
    """Writes each message as an ``.eml`` file, which any mail reader opens."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def deliver(self, message: Message) -> None:
        """Write the file under its message's id: a repeated delivery writes the same file."""
        self._folder.mkdir(parents=True, exist_ok=True)
        unfinished = self._folder / f".{message.id}.part"
        unfinished.write_bytes(_mail(message).as_bytes(policy=SMTP))
        unfinished.replace(self._folder / f"{message.id}.eml")


class ConsoleChannel:
    """Prints each message, for a person watching a terminal."""

    def deliver(self, message: Message) -> None:
        """Print to standard output."""
        sys.stdout.write(f"To: {message.recipient}\nSubject: {message.subject}\n\n{message.body}\n")
        sys.stdout.flush()


def channel_named(name: str, data_dir: Path) -> Channel:
    """Return the channel the settings name."""
    return ConsoleChannel() if name == "console" else FileChannel(data_dir / "messages")


def _mail(message: Message) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = _SENDER
    mail["To"] = message.recipient
    mail["Subject"] = message.subject
    mail["Message-ID"] = f"<{message.id}@movie-magic.example>"
    mail["Date"] = message.created_at
    mail["Content-Language"] = message.locale
    mail.set_content(message.body)
    return mail
