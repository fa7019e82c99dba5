"""`onderdak serve` shows one folder, and nothing else."""

from __future__ import annotations

import http.client
import socket
from threading import Thread

import pytest

from onderdak.cli.guard import run
from onderdak.cli.serve import home_page, make_server
from onderdak.methods.errors import InputError


@pytest.fixture
def port(tmp_path):
    folder = tmp_path / "picture"
    (folder / "part").mkdir(parents=True)
    (folder / "picture.html").write_text("<h1>Beeld</h1>")
    (folder / "claims.parquet").write_bytes(b"PAR1")
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "way-out").symlink_to(tmp_path / "secret.txt")
    with make_server(folder, 0) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def ask(port: int, path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, headers=headers)
    return connection.getresponse()


def test_root_is_the_picture(port):
    answer = ask(port, "/?tab=map")
    assert answer.status == 200
    assert answer.read() == b"<h1>Beeld</h1>"
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


def test_headers_allow_no_third_party(port):
    answer = ask(port, "/picture.html", "HEAD")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy
    assert "*" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Python" not in answer.headers["Server"]


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "//etc/passwd", "/way-out", "/part/", "/part", "/none.html"]
)
def test_nothing_outside_and_no_listing(port, path):
    answer = ask(port, path)
    assert answer.status in {301, 404}
    assert b"secret" not in answer.read()


def test_another_site_cannot_read_through_its_own_name(port):
    assert ask(port, "/", Host="evil.example").status == 421


def test_only_reading(port):
    assert ask(port, "/picture.html", "POST").status == 501


def test_taken_port_is_told(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(InputError, match="is taken"):
            make_server(tmp_path, taken.getsockname()[1])


def test_absent_folder_is_told(tmp_path):
    with pytest.raises(InputError, match="There is no folder"):
        make_server(tmp_path / "none", 0)


def test_folder_without_a_page_is_told(tmp_path, capsys):
    assert run(["serve", str(tmp_path), "--port", "0"]) == 2
    assert "no page to show" in capsys.readouterr().err


def test_home_page_prefers_index(tmp_path):
    assert home_page(tmp_path) is None
    (tmp_path / "picture.html").touch()
    assert home_page(tmp_path) == "picture.html"
    (tmp_path / "index.html").touch()
    assert home_page(tmp_path) == "index.html"
