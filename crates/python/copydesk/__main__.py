"""The command: `copydesk`, and `python -m copydesk`."""

from __future__ import annotations

import signal
import sys

from ._copydesk import main as run


def main() -> int:
    """Does what the command line asks for. The exit status."""
    # An interrupt is for the command: Python would only take note of it until the command is done.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return run(["copydesk", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
