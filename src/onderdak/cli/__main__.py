"""`python -m onderdak.cli` is the command `onderdak`."""

from onderdak.cli import main

main()
