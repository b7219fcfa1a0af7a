"""``python -m benchmarks.checkout.shopping PORT``: buy what stdin says, and time it.

A process of its own, so that its CPU is not the server's. Stdin is one JSON object: accounts with their
tokens, and ``[show, seat, seat]`` for each purchase. Each account has a connection, on which it holds, books,
has the mock bank pay, and goes on to the next purchase. Prints one JSON object: seconds, and how many were
paid.
"""

import asyncio
import json
import sys
from collections.abc import Iterator
from time import perf_counter
from typing import Any

import uvloop

_HOST = "127.0.0.1"


class Line:
    """One kept-alive connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def post(self, path: str, body: object, **headers: str) -> dict[str, Any]:
        """Send one request and return its answer; raises ``RuntimeError`` for a refusal."""
        payload = json.dumps(body).encode() if body is not None else b""
        lines = [f"POST {path} HTTP/1.1", f"Host: {_HOST}", f"Content-Length: {len(payload)}"]
        lines += [
            "Content-Type: application/json",
            *(f"{k.replace('_', '-')}: {v}" for k, v in headers.items()),
        ]
        self._writer.write(("\r\n".join(lines) + "\r\n\r\n").encode() + payload)
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        start = head.index(b"content-length: ") + 16
        answer = await self._reader.readexactly(int(head[start : head.index(b"\r\n", start)]))
        if not head.startswith(b"http/1.1 2"):
            raise RuntimeError(f"{path}: {answer.decode()}")
        said: dict[str, Any] = json.loads(answer)
        return said


async def buy(line: Line, account: dict[str, str], number: int, purchase: list[Any]) -> None:
    """Hold, book and pay."""
    show, *seats = purchase
    who = {
        "X_Hold_Token": f"holder-{number}", "Authorization": f"Bearer {account['token']}",
        "X_Forwarded_For": f"198.51.{number % 60000 // 250}.{number % 250}",
    }  # fmt: skip
    hold = await line.post(f"/shows/{show}/holds", {"seats": seats}, **who)
    wanted = {
        "user_id": account["id"], "show_id": show, "seats": seats, "payment_method": "mock_upi",
        "hold_id": hold["hold_id"],
    }  # fmt: skip
    names = {"Idempotency_Key": f"key-{number}", "X_Request_ID": f"purchase-{number:06}"}
    booking = await line.post("/booking", wanted, **who, **names)
    paid = await line.post(
        f"/payments/mock/{booking['payment']['id']}/approve",
        None,
        X_Request_ID=f"purchase-{number:06}",
        **who,
    )
    if paid["status"] != "succeeded":
        raise RuntimeError(f"purchase {number}: {paid}")


async def main(port: int) -> dict[str, float]:
    """Buy everything and return what is printed."""
    said = json.load(sys.stdin)
    purchases = iter(list(enumerate(said["purchases"])))

    async def shop(account: dict[str, str], left: Iterator[tuple[int, list[Any]]]) -> None:
        line = Line(*await asyncio.open_connection(_HOST, port))
        for number, purchase in left:
            await buy(line, account, said["first"] + number, purchase)

    began = perf_counter()
    await asyncio.gather(*(shop(account, purchases) for account in said["accounts"]))
    return {"seconds": perf_counter() - began, "paid": len(said["purchases"])}


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print(json.dumps(runner.run(main(int(sys.argv[1])))))  # noqa: T201 # its answer
