"""Which address is this: a register of addresses, and rows placed on it.

Examples
--------
>>> from onderdak.methods.addresses import Register, link     # doctest: +SKIP
>>> register = Register.open("register")                      # doctest: +SKIP
>>> links = link(rows, register)                              # doctest: +SKIP
>>> links.counts                                              # doctest: +SKIP
{'exact': 812, 'probable': 143, 'building': 20, 'ambiguous': 11, 'none': 14}
"""

from onderdak.methods.addresses.columns import AddressColumns
from onderdak.methods.addresses.link import Linker, link
from onderdak.methods.addresses.prepare import prepare
from onderdak.methods.addresses.register import Register
from onderdak.methods.addresses.results import Link, Links

__all__ = ["AddressColumns", "Link", "Linker", "Links", "Register", "link", "prepare"]
