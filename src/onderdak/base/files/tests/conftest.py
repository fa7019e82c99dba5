"""A region, a provider in it, files of every kind, and a scanner of viruses that says what a test tells it to."""

from __future__ import annotations

import io
import socketserver
import struct
import threading
import zipfile
import zlib
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from onderdak.base.access.actors import actor_of_user
from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import Permission, Role
from onderdak.base.files.content import KINDS
from onderdak.base.files.service import keep
from onderdak.base.tables import write_table

CSV = b"adres,bedden\nDorpsstraat 1,12\n"
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0" + bytes(40) + b"\xff\xd9"


def png() -> bytes:
    """A picture of one point."""
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\0")),
        (b"IEND", b""),
    )
    body = b"".join(struct.pack(">I", len(b)) + k + b + struct.pack(">I", zlib.crc32(k + b)) for k, b in parts)
    return b"\x89PNG\r\n\x1a\n" + body


def table_as(ending: str, folder) -> bytes:
    """A list as a spreadsheet or Parquet."""
    path = folder / f"lijst.{ending}"
    write_table(pa.table({"adres": ["Dorpsstraat 1"], "bedden": [12]}), path)
    return path.read_bytes()


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return buffer.getvalue()


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    settings.CLAMAV = ""
    return settings.FILES


@pytest.fixture
def region(db):
    return Tenant.objects.create(kind="region", slug="wielderland", name="Wielderland")


@pytest.fixture
def provider(region):
    return Tenant.objects.create(kind="organisation", slug="werkvoort", name="Werkvoort", parent=region, region=region)


@pytest.fixture
def user_of():
    """Makes somebody with a role at a tenant."""

    def make(role: Role, tenant: Tenant) -> User:
        user = User.objects.create_user(f"{role}-{tenant.slug}@voorbeeld.example", name=f"{role}")
        Membership.objects.create(user=user, tenant=tenant, role=role)
        return user

    return make


@pytest.fixture
def deliverer(provider, user_of):
    return user_of(Role.PROVIDER, provider)


@pytest.fixture
def give(region, provider, deliverer):
    """Gives a file, as the provider does."""

    def give_file(name: str, content: bytes, **more):
        upload = SimpleUploadedFile("x", content)
        vars(upload)["_name"] = name  # as it came over the line: SimpleUploadedFile would take the folders off
        asked = {"allowed": frozenset(KINDS), "permission": Permission.DELIVER, **more}
        return keep(upload, owner=provider, region=region, actor=actor_of_user(deliverer), **asked)

    return give_file


HERE = ("127.0.0.1", 0)


class _Scanner(socketserver.BaseRequestHandler):
    def handle(self):
        line = self.request.makefile("rb")
        assert line.read(10) == b"zINSTREAM\0"
        received = b""
        while length := struct.unpack(">I", line.read(4))[0]:
            received += line.read(length)
        self.server.received.append(received)  # pyright: ignore[reportAttributeAccessIssue]
        self.request.sendall(self.server.answer + b"\0")  # pyright: ignore[reportAttributeAccessIssue]


@pytest.fixture
def scanner():
    """Starts a scanner that gives one answer; yields its address and what it was sent."""

    @contextmanager
    def start(answer: bytes, path=None):
        server: Any = (
            socketserver.UnixStreamServer(str(path), _Scanner) if path else socketserver.TCPServer(HERE, _Scanner)
        )
        with server:
            server.answer, server.received = answer, []
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
            address = f"unix://{path}" if path else f"tcp://127.0.0.1:{server.server_address[1]}"
            try:
                yield address, server.received
            finally:
                server.shutdown()

    return start
