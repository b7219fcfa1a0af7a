"""A mail server that keeps what it is given, and the jobs that send to it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from aiosmtpd.controller import Controller

from server.accounts import emails
from server.core.db import rows, transaction
from server.core.keys import KeyRing
from server.house.ports import free_port
from server.notifications import service
from server.notifications.channels import Channel, FileChannel, SmtpChannel

SENDER = "Movie Magic <tickets@cinema.example>"


class Post:
    """The other side: takes what it is given."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 # aiosmtpd's name
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.received.append(mail)
        return "250 taken"


@contextmanager
def post_office(**wanted: Any) -> Iterator[tuple[Post, int]]:
    """Serve SMTP on a free port of this machine; give the post and the port."""
    post = Post()
    controller = Controller(post, hostname="127.0.0.1", port=free_port(), **wanted)
    controller.start()
    try:
        yield post, controller.port
    finally:
        controller.stop()


class Mailbox:
    """What people find in their mail and on their phones once the house's jobs have run."""

    def __init__(self, post: Post, channel: Channel, texts: Path, keys: KeyRing) -> None:
        self._post = post
        self._channel = channel
        self._texts = texts
        self._keys = keys
        self._seen: set[Path] = set()

    @classmethod
    def of(cls, post: Post, port: int, texts: Path, keys: KeyRing) -> "Mailbox":
        channel = SmtpChannel(
            host="127.0.0.1", port=port, security="none", user=None, password=None, sender=SENDER
        )
        return cls(post, channel, texts, keys)

    async def fetch(self) -> list[EmailMessage]:
        """Have the waiting messages sent; return the mails that came."""
        before = len(self._post.received)
        await self._work()
        return self._post.received[before:]

    async def code(self) -> str:
        """Have the waiting messages sent; return the code of the one text that came."""
        await self._work()
        (text,) = set(self._texts.glob("*.eml")) - self._seen
        self._seen.add(text)
        found = re.search(r"\b\d{6}\b", text.read_text())
        assert found is not None
        return found[0]

    async def _work(self) -> None:
        waiting = await rows("SELECT id, actor, args FROM outbox WHERE done_at IS NULL ORDER BY id")
        for job in waiting:
            await self._do(job["actor"], orjson.loads(job["args"]))
            await rows("UPDATE outbox SET done_at = now() WHERE id = $1", [job["id"]])

    async def _do(self, job: str, args: dict[str, Any]) -> None:
        if job == "start_reset":
            async with transaction():
                link = await emails.start_reset(args["email"], UUID(args["link_id"]))
            if link is not None:
                await self._link(link.id)
        elif job == "send_link":
            await self._link(UUID(args["link_id"]))
        elif job == "send_notice":
            await service.send_notice(
                args["kind"],
                UUID(args["user_id"]),
                args["to"],
                UUID(args["notice_id"]),
                channel=self._channel,
            )
        elif job == "send_phone_code":
            channel = FileChannel(self._texts, sender=SENDER)
            await service.send_phone_code(UUID(args["code_id"]), keys=self._keys, channel=channel)

    async def _link(self, link_id: UUID) -> None:
        await service.send_link(
            link_id, keys=self._keys, channel=self._channel, web_url="https://cinema.example"
        )


def token_in(mail: EmailMessage) -> str:
    """Return the token of the one link in a mail."""
    found = re.search(r"https://cinema\.example/(?:verify|reset)#token=(\S+)", mail.get_content())
    assert found is not None
    return found[1]
