"""One-time codes as they are shown: found as they stand, never in the middle of something longer."""

import re

from network.access.secrets.codes import ALPHABET

CODE = re.compile(rf"(?<![\w-])[{ALPHABET}]{{4}}(?:-[{ALPHABET}]{{4}}){{2}}(?![\w-])")
"""A page also shows ids, of which one in two hundred has three groups of figures alone."""
