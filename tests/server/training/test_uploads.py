"""What is handed in to be trained on: taken in piece by piece, or refused without a trace."""

import asyncio
import gzip
import json
import zipfile
from io import BytesIO

import httpx
import psutil
import pytest

from server.accounts.models import Role
from server.training.models import TrainingJob
from tests.conftest import another_api
from tests.patience import PATIENCE
from tests.server.world import Customer

SHOWS = b"show_id,starts_at,tickets_sold\na,2026-01-01T18:00,12\n"
MIB = 2**20


def left_over(uploads):
    return sorted(str(path.relative_to(uploads)) for path in uploads.rglob("*")) if uploads.exists() else []


@pytest.fixture(autouse=True)
def nothing_there_before(uploads):
    """Whatever other tests left; their jobs are gone with the tables' content."""
    for path in sorted(uploads.rglob("*"), reverse=True) if uploads.exists() else ():
        path.rmdir() if path.is_dir() else path.unlink()


async def upload(admin, **files):
    return await admin.api.post("/ml/train", files=files, headers=admin.headers)


async def test_tables_are_kept_under_names_of_our_own(admin, uploads):
    answer = await admin.api.post(
        "/ml/train",
        files={
            "shows": ("summer.CSV", SHOWS, "text/csv"),
            "bookings": ("b.json", b" [ ]", "application/json"),
        },
        data={"models": "linear, boosting", "promote": "auto"},
        headers=admin.headers,
    )
    assert answer.status_code == 202, answer.text
    job_id = answer.json()["job_id"]
    assert answer.headers["Location"] == f"/ml/jobs/{job_id}"
    assert left_over(uploads) == [job_id, f"{job_id}/bookings.json", f"{job_id}/shows.csv"]
    assert (uploads / job_id / "shows.csv").read_bytes() == SHOWS
    made = [uploads, uploads / job_id, *(uploads / job_id).iterdir()]
    assert [str(path) for path in made if path.stat().st_mode & 0o077] == []
    job = (await admin.get(f"/ml/jobs/{job_id}")).json()
    assert (job["status"], job["source"], job["promote"]) == ("queued", "upload", "auto")
    assert job["models"] == ["linear", "boosting"]
    assert job["files"] == {
        "shows": {"name": "summer.CSV", "format": "csv", "bytes": len(SHOWS)},
        "bookings": {"name": "b.json", "format": "json", "bytes": 4},
    }
    assert job["requested_by"] == {"id": str(admin.id), "name": "A Person"}


@pytest.mark.parametrize("content", [None, b"{}", b'{"models": ["linear"]}'])
async def test_without_tables_the_houses_own_sales_are_learned_from(admin, uploads, content):
    headers = admin.headers | ({"Content-Type": "application/json"} if content else {})
    answer = await admin.api.post("/ml/train", content=content, headers=headers)
    assert answer.status_code == 202, answer.text
    job = (await admin.get(f"/ml/jobs/{answer.json()['job_id']}")).json()
    assert (job["source"], job["promote"], job["files"]) == ("house", "auto", {})
    assert left_over(uploads) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../etc/cron.d/evil.csv", "evil.csv"),
        ("..\\..\\windows\\evil.csv", "evil.csv"),
        ("/etc/passwd.csv", "passwd.csv"),
        ("~root/.ssh/keys.csv", "keys.csv"),
        ("nul\x00l.csv", "null.csv"),
        ("a" * 300 + ".csv", "a" * 120),
        ("=cmd|' /C calc'!A0.csv", "C calc'!A0.csv"),
    ],
)
async def test_a_files_own_name_is_never_a_path(admin, uploads, name, shown):
    # By hand: a client's library would have made the name harmless.
    body = b"".join(
        [
            b'--x\r\nContent-Disposition: form-data; name="shows"; filename="', name.encode(),
            b'"\r\nContent-Type: text/csv\r\n\r\n', SHOWS, b"\r\n--x--\r\n",
        ]
    )  # fmt: skip
    headers = admin.headers | {"Content-Type": "multipart/form-data; boundary=x"}
    answer = await admin.api.post("/ml/train", content=body, headers=headers)
    if answer.status_code == 400:  # the parser refuses what no name may be
        assert answer.json()["code"] == "malformed"
        assert left_over(uploads) == []
        return
    job_id = answer.json()["job_id"]
    assert left_over(uploads) == [job_id, f"{job_id}/shows.csv"]
    assert (await admin.get(f"/ml/jobs/{job_id}")).json()["files"]["shows"]["name"] == shown


def spreadsheet() -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * MIB)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (("s.csv", gzip.compress(b"0" * MIB)), "not_a_table"),
        (("s.csv", spreadsheet()), "not_a_table"),
        (("s.csv", b"show_id\x00,starts_at\n"), "not_a_table"),
        (("s.csv", b""), "empty"),
        (("s.csv", b" \n\n\t"), "empty"),
        (("s.csv", b'[{"show_id": "a"}]'), "not_a_table"),
        (("s.json", SHOWS), "not_a_table"),
        (("s.csv", SHOWS, "application/json"), "not_a_table"),
    ],
)
async def test_what_is_no_table_is_told_so(admin, uploads, file, code):
    answer = await upload(admin, shows=file)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), answer.text
    (error,) = answer.json()["errors"]
    assert (error["field"], error["code"]) == ("shows", code)
    assert left_over(uploads) == []
    assert await TrainingJob.all().count() == 0


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"models": "linear,quantum"}, "models.1"),
        ({"promote": "always"}, "promote"),
        ({"models": "x" * 300}, "models"),
        ({"colour": "red"}, "colour"),
    ],
)
async def test_a_wrong_field_is_named(admin, uploads, fields, named):
    answer = await admin.api.post(
        "/ml/train", files={"shows": ("s.csv", SHOWS)}, data=fields, headers=admin.headers
    )
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [named]
    assert left_over(uploads) == []


async def test_bookings_without_shows_are_refused(admin, uploads):
    answer = await upload(admin, bookings=("b.csv", b"show_id,booked_at,tickets\n"))
    assert answer.json()["errors"][0]["field"] == "shows"
    assert left_over(uploads) == []


def part(headers: bytes, body: bytes = SHOWS) -> bytes:
    return b"--x\r\n" + headers + b"\r\n\r\n" + body + b"\r\n"


DISPOSITION = b'Content-Disposition: form-data; name="shows"; filename="s.csv"'


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", part(DISPOSITION) + b"--x--\r\n"),
        ("multipart/form-data; boundary=", part(DISPOSITION) + b"--x--\r\n"),
        ("multipart/form-data; boundary=other", part(DISPOSITION) + b"--x--\r\n"),
        ("multipart/form-data; boundary=x", part(DISPOSITION)),
        ("multipart/form-data; boundary=x", b"--x\r\n" + DISPOSITION),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", part(b"X-Long: " + b"a" * 100_000) + b"--x--\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nX-Endless: " + b"a" * 900_000),
        (
            "multipart/form-data; boundary=x",
            part(b"\r\n".join(b"X-%d: a" % n for n in range(50))) + b"--x--\r\n",
        ),
        ("multipart/form-data; boundary=x", part(b"Content-Disposition: form-data") + b"--x--\r\n"),
        (
            "multipart/form-data; boundary=x",
            b"".join(part(b'Content-Disposition: form-data; name="f%d"' % n, b"1") for n in range(10_000))
            + b"--x--\r\n",
        ),
        ("multipart/form-data; boundary=x", part(DISPOSITION + b"\r\nContent-Length: 3") + b"--x--\r\n"),
        ("text/csv", SHOWS),
        ("", SHOWS),
        ("application/json", b"{"),
    ],
    ids=[
        "no boundary", "empty boundary", "another boundary", "no end", "ends in a header", "nothing",
        "long header", "endless header", "many headers", "no name", "ten thousand parts",
        "a part that lies of its length", "csv", "no type", "half a json",
    ],
)  # fmt: skip
async def test_a_body_that_cannot_be_read_is_told_so(admin, uploads, content_type, body):
    answer = await admin.api.post(
        "/ml/train", content=body, headers=admin.headers | {"Content-Type": content_type}
    )
    known = {(400, "malformed"), (422, "invalid")}
    assert (answer.status_code, answer.json()["code"]) in known, answer.text
    assert left_over(uploads) == []
    assert await TrainingJob.all().count() == 0


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
async def test_a_compressed_body_is_not_unpacked(admin, uploads, encoding):
    body = gzip.compress(part(DISPOSITION, b"0" * 50 * MIB) + b"--x--\r\n")
    headers = admin.headers | {
        "Content-Type": "multipart/form-data; boundary=x",
        "Content-Encoding": encoding,
    }
    answer = await admin.api.post("/ml/train", content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
    assert left_over(uploads) == []


async def raw(api_url, head, *pieces, pause=0.0):
    """Send a request by hand; return the status, the problem's code, and how many bytes were taken."""
    url = httpx.URL(api_url)
    reader, writer = await asyncio.open_connection(url.host, url.port)
    sent = 0
    try:
        writer.write(head)
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            sent += len(piece)
            await asyncio.sleep(pause)
            if reader._buffer:  # type: ignore[attr-defined] # it has answered
                break
        async with asyncio.timeout(PATIENCE):
            said = await reader.readuntil(b"\r\n\r\n")
            length = int(said.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            body = json.loads(await reader.readexactly(length))
    finally:
        writer.close()
    return int(said.split()[1]), body["code"], sent


def head(token, *lines):
    return "\r\n".join(
        ["POST /ml/train HTTP/1.1", "Host: x", "Content-Type: multipart/form-data; boundary=x",
         *([f"Authorization: Bearer {token}"] if token else []), *lines, "", ""]
    ).encode()  # fmt: skip


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


async def test_a_body_that_says_it_is_too_long_is_refused_before_it_comes(admin, api_url, uploads):
    status, code, _ = await raw(api_url, head(admin.access_token, f"Content-Length: {201 * MIB}"))
    assert (status, code) == (413, "too_large")
    assert left_over(uploads) == []


async def test_a_body_that_does_not_say_how_long_it_is_ends_where_it_is_too_long(admin, api_url, uploads):
    line = b"s123456,2026-01-01T18:00,12\n" * 2340
    first = chunk(b"--x\r\n" + DISPOSITION + b"\r\n\r\n" + SHOWS)
    pieces = [first, *[chunk(line)] * (220 * MIB // len(line))]
    status, code, sent = await raw(api_url, head(admin.access_token, "Transfer-Encoding: chunked"), *pieces)
    assert (status, code) == (413, "too_large")
    assert 200 * MIB < sent <= 220 * MIB
    assert left_over(uploads) == []


async def test_a_large_upload_is_never_in_memory(admin, api_url, servers, database, uploads):
    line = b"s123456,2026-01-01T18:00,12\n" * 2340
    count = 190 * MIB // len(line)
    body = [b"--x\r\n" + DISPOSITION + b"\r\n\r\n" + SHOWS, *[line] * count, b"\r\n--x--\r\n"]
    length = sum(map(len, body))
    port = httpx.URL(api_url).port
    (api,) = {
        connection.pid for connection in psutil.net_connections("tcp")
        if connection.status == "LISTEN" and connection.laddr and connection.laddr.port == port
    }  # fmt: skip
    process = psutil.Process(api)
    before = most = process.memory_info().rss

    async def watch():
        nonlocal most
        while True:
            most = max(most, process.memory_info().rss)
            await asyncio.sleep(0.01)

    async def pieces():
        for piece in body:
            yield piece

    watching = asyncio.create_task(watch())
    answer = await admin.api.post(
        "/ml/train", content=pieces(), timeout=120,
        headers=admin.headers
        | {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(length)},
    )  # fmt: skip
    watching.cancel()
    assert answer.status_code == 202, answer.text
    (shows,) = uploads.glob("*/shows.csv")
    assert shows.stat().st_size == len(SHOWS) + count * len(line)
    assert most - before < 16 * MIB


@pytest.mark.parametrize("who", [None, Role.MANAGER])
async def test_who_may_not_train_is_refused_before_their_body_is_read(api, api_url, uploads, who):
    token = (await Customer.sign_up(api, role=who)).access_token if who else None
    status, code, sent = await raw(
        api_url, head(token, f"Content-Length: {100 * MIB}"), *[b"0" * 1024] * 20, pause=0.05
    )
    assert (status, code) == ((403, "not_allowed") if who else (401, "not_signed_in"))
    assert sent < 20 * 1024
    assert left_over(uploads) == []


async def test_a_client_that_goes_away_leaves_nothing(admin, api_url, uploads):
    url = httpx.URL(api_url)
    _, writer = await asyncio.open_connection(url.host, url.port)
    writer.write(head(admin.access_token, "Content-Length: 100000") + part(DISPOSITION)[:-2])
    await until(lambda: len(left_over(uploads)) == 2)
    writer.close()
    await until(lambda: left_over(uploads) == [])
    assert await TrainingJob.all().count() == 0


async def until(holds):
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.02)


@pytest.fixture(scope="module")
def hasty_url(servers, database):
    with another_api(servers, UPLOAD_SECONDS="1", RESPONSE_SECONDS="1") as url:
        yield url


async def test_an_upload_that_trickles_is_ended(admin, hasty_url, uploads):
    begun = head(admin.access_token, "Content-Length: 100000") + part(DISPOSITION)[:-2]
    status, code, _ = await raw(hasty_url, begun, *[b"a"] * 200, pause=0.1)
    assert (status, code) == (503, "unavailable")
    await until(lambda: left_over(uploads) == [])


async def test_an_upload_may_take_longer_than_other_requests(admin, servers, database, uploads):
    with another_api(servers, UPLOAD_SECONDS="60", RESPONSE_SECONDS="1") as url:
        begun = part(DISPOSITION)[:-2]
        pieces = [b"b,2026-01-02T18:00,3\n"] * 15 + [b"\r\n--x--\r\n"]
        length = len(begun) + sum(map(len, pieces))
        reader, writer = await asyncio.open_connection(httpx.URL(url).host, httpx.URL(url).port)
        writer.write(head(admin.access_token, f"Content-Length: {length}") + begun)
        for piece in pieces:
            writer.write(piece)
            await asyncio.sleep(0.15)
        async with asyncio.timeout(PATIENCE):
            said = await reader.readuntil(b"\r\n")
        writer.close()
    assert said.split()[1] == b"202"


async def test_other_operations_take_as_little_as_ever(admin):
    answer = await admin.api.post(
        "/admin/promotions", content=b'{"label": "' + b"x" * 2 * MIB + b'"}',
        headers=admin.headers | {"Content-Type": "application/json"},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


async def test_a_connection_serves_other_requests_after_an_upload(admin):
    for _ in range(3):
        answer = await upload(admin, shows=("s.csv", SHOWS))
        assert answer.status_code == 202
        again = await upload(admin, shows=("s.csv", SHOWS))
        assert (again.status_code, again.json()["code"]) == (409, "training_busy")
        assert again.json()["job_id"] == answer.json()["job_id"]
        cancelled = await admin.post(f"/ml/jobs/{answer.json()['job_id']}/cancel")
        assert cancelled.json()["status"] == "cancelled"
