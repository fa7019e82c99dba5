"""`onderdak reseal`: a new key for what is kept of persons."""

from __future__ import annotations

from onderdak.cli.console import say, say_json
from onderdak.cli.options import Json
from onderdak.cli.site import start_site


def reseal(as_json: Json = False) -> None:
    """Seal what is kept of persons with the first key of ONDERDAK_PERSONS_KEY; the site may go on meanwhile."""
    start_site()
    from onderdak.base.office.sealing import reseal_persons

    count = reseal_persons()
    if as_json:
        say_json({"texts": count})
        return
    say(f"{count:,} texts are sealed with the first key now. The keys behind it can go from the setting, and must stay")
    say("with the backups from before today for as long as you keep those.")
