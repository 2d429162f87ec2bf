"""How each event changes a home's state, one file a subject."""

from collections.abc import Callable
from typing import Any

from households.state import Home

Change = Callable[[Home, Any, int], None]
"""Changes the given state by an event of the version."""
