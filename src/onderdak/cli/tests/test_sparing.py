"""The worker keeps no memory for later."""

import subprocess
import sys

_ASK = """
import sys
import onderdak.cli.app, onderdak.cli.worker
from onderdak.cli.sparing import be_sparing
early = "pyarrow" not in sys.modules
be_sparing()
import pyarrow
print(early, pyarrow.default_memory_pool().backend_name)
"""


def test_the_worker_says_how_it_wants_its_memory_before_arrow_is_loaded_and_arrow_heeds_it():
    done = subprocess.run([sys.executable, "-c", _ASK], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "system"]
