"""`onderdak serve`: shows a folder in the browser of this computer, and nothing outside that folder."""

from __future__ import annotations

import errno
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from onderdak.cli.console import say
from onderdak.methods.errors import InputError

#: A picture is one file with its styles and scripts inside, and asks nothing of anyone else.
_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_HOME_PAGES = ("index.html", "picture.html")
_OUR_NAMES = ("localhost", "127.0.0.1")


class FolderHandler(SimpleHTTPRequestHandler):
    """Answers GET and HEAD for files inside one folder; no listings, no links that lead outside."""

    server_version = "onderdak"
    sys_version = ""

    def send_head(self):  # noqa: ANN201 - the type of the base class is private to the standard library's stubs
        if urlsplit(f"//{self.headers.get('Host', '')}").hostname not in _OUR_NAMES:
            # Another site may point its own name at this computer to read what is served here.
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST, "Use http://localhost")
            return None
        if not self._inside():
            self.send_error(HTTPStatus.NOT_FOUND, "Not found")
            return None
        return super().send_head()

    def _inside(self) -> bool:
        return Path(self.translate_path(self.path)).resolve().is_relative_to(Path(self.directory).resolve())

    def translate_path(self, path: str) -> str:
        if urlsplit(path).path == "/":
            path = f"/{home_page(Path(self.directory)) or ''}"
        return super().translate_path(path)

    def guess_type(self, path) -> str:  # noqa: ANN001 - as send_head
        found = super().guess_type(path)
        return f"{found}; charset=utf-8" if found == "text/html" else found

    def list_directory(self, path):  # noqa: ANN001, ANN201 - as send_head
        self.send_error(HTTPStatus.NOT_FOUND, "Not found")

    def end_headers(self) -> None:
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: who looks at what is nobody's business."""


def home_page(folder: Path) -> str | None:
    """The name of the page that `/` shows: index.html, else picture.html, else None."""
    return next((name for name in _HOME_PAGES if (folder / name).is_file()), None)


def make_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server on 127.0.0.1 for one folder, not yet running.

    Parameters
    ----------
    folder : Path
        The folder to show.
    port : int
        The port; 0 lets the system choose a free one.

    Raises
    ------
    InputError
        When the folder is not there, or the port cannot be used.
    """
    if not folder.is_dir():
        raise InputError(f"There is no folder {folder}.", where="DIR", mend="Give the folder of a picture.")
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), partial(FolderHandler, directory=str(folder)))
    except OSError as error:
        raise port_error(error, port) from error


def port_error(error: OSError, port: int) -> InputError:
    """The error for a port on which we cannot listen."""
    reasons = {
        errno.EADDRINUSE: f"Port {port} is taken by another program.",
        errno.EACCES: f"Port {port} is for administrators only.",
    }
    what = reasons.get(error.errno or 0, f"Port {port} cannot be used: {error.strerror}.")
    return InputError(what, where="--port", mend="Give another port, such as --port 8001.")


def serve(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to show, such as that of a picture.")],
    port: Annotated[int, typer.Option(help="Port on this computer.", envvar="PORT", min=0, max=65535)] = 8000,
) -> None:
    """Show a folder in the browser of this computer, until Ctrl-C."""
    with make_server(folder, port) as server:
        if home_page(folder) is None:
            raise InputError(
                f"The folder {folder} holds no page to show.",
                where="DIR",
                mend="Give the folder that 'onderdak picture' wrote.",
            )
        say(f"On http://localhost:{server.server_address[1]}  (stop with Ctrl-C)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("Stopped.")
