"""The set-up file: a region in one file, checked line by line and applied as often as one likes."""

from onderdak.parties.setup.apply import Applied, Change, apply, check
from onderdak.parties.setup.document import Mistakes

__all__ = ["Applied", "Change", "Mistakes", "apply", "check"]
