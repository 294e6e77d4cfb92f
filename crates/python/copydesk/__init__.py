"""Checks news articles for defects of editing: names spelled in several ways, quotation marks that do not pair, quotations and
claims nobody is named for, promotional lines.

>>> import copydesk
>>> text = "The mayor said: “We wait for the tide."
>>> [finding] = copydesk.check(text)
>>> finding.code, text[finding.start:finding.end]
('quotes/unclosed', '“')

Positions count code points, as Python does; each is given in bytes of UTF-8 and in UTF-16 units, too. What is wrong inside an
article is a finding, never an exception: `copydesk/unreadable` is the code of a text that cannot be read.
"""

from __future__ import annotations

# What type checkers take for true. `typing` itself is not asked: like everything below, it is loaded when it is first needed, so that
# the command, which needs none of it, starts in half the time.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._checker import Checker, Fixed, Tally, check, check_batch, fix
    from ._copydesk import ConfigurationError, CopydeskError, __version__
    from ._finding import Edit, Finding, Fix, Place, Related

__all__ = [
    "Checker",
    "ConfigurationError",
    "CopydeskError",
    "Edit",
    "Finding",
    "Fix",
    "Fixed",
    "Place",
    "Related",
    "Tally",
    "__version__",
    "check",
    "check_batch",
    "fix",
]

_IN = {
    "_checker": ("Checker", "Fixed", "Tally", "check", "check_batch", "fix"),
    "_copydesk": ("ConfigurationError", "CopydeskError", "__version__"),
    "_finding": ("Edit", "Finding", "Fix", "Place", "Related"),
}

if not TYPE_CHECKING:

    def __getattr__(name):
        for module, names in _IN.items():
            if name in names:
                from importlib import import_module

                value = globals()[name] = getattr(import_module(f".{module}", __name__), name)
                return value
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__():
        return sorted({*globals(), *__all__})
