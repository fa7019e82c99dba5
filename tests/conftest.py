"""What the journeys share: a browser, and a small invented register."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from onderdak.methods.addresses.prepare import prepare
from onderdak.methods.addresses.register import Register
from tests.browser import chromium

#: Invented; among it a house with units, one number in two places, and a withdrawn address.
ADDRESSES = """\
nummeraanduiding,straat,huisnummer,huisletter,toevoeging,postcode,woonplaats,gemeente
0001200000000001,Dorpsstraat,12,,,1234AB,Zuiderdam,Verzonnen
0001200000000002,Dorpsstraat,12,A,,1234AB,Zuiderdam,Verzonnen
0001200000000003,Dorpsstraat,12,A,3,1234AB,Zuiderdam,Verzonnen
0001200000000004,Kerkweg,1,,,1234AC,Zuiderdam,Verzonnen
0001200000000005,Kerkweg,3,,,1234AC,Zuiderdam,Verzonnen
0001200000000006,Burgemeester van den Berglaan,7,,,1234AD,Zuiderdam,Verzonnen
0001200000000007,Dorpsstraat,12,,,1235AA,Oosterdam,Bedacht
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all: a process can drive only one at a time."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def small_register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """A prepared register of seven invented addresses."""
    folder = tmp_path_factory.mktemp("register")
    source = folder / "addresses.csv"
    source.write_text(ADDRESSES, encoding="utf-8")
    return prepare([source], folder / "prepared")
