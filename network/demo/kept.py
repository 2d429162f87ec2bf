"""What the demo keeps beside its database: that it is a demo, and the tokens and codes that it hands out."""

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

FILE_NAME = "demo.json"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A token of the demo, and whose it is."""

    role: str
    name: str
    token: str


@dataclass(frozen=True, slots=True)
class KeptCode:
    """A code that was handed out, to be handed out again while it works."""

    whose: str
    """The id of an account or of a tablet."""
    text: str
    expires_at: str
    """With its offset."""


@dataclass(frozen=True, slots=True)
class KeptDemo:
    """The demo of one data directory. Its file is there from before the first fact until a reset."""

    seed: str
    home_ref: str = ""
    home_id: str = ""
    invitations: tuple[Invitation, ...] = ()
    codes: tuple[KeptCode, ...] = ()

    @classmethod
    def read(cls, data_dir: Path) -> Self | None:
        """The demo of a data directory; None where there is none."""
        try:
            kept = json.loads((data_dir / FILE_NAME).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        invitations = tuple(Invitation(**one) for one in kept.pop("invitations"))
        codes = tuple(KeptCode(**one) for one in kept.pop("codes", ()))
        return cls(**kept, invitations=invitations, codes=codes)

    def write(self, data_dir: Path) -> None:
        """Keep it, readable by its owner alone, whole or not at all."""
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = data_dir / f"{FILE_NAME}.unfinished"
        with suppress(FileNotFoundError):
            unfinished.unlink()
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(asdict(self), file)
        unfinished.rename(data_dir / FILE_NAME)

    @staticmethod
    def forget(data_dir: Path) -> None:
        """The data directory holds no demo any more."""
        (data_dir / FILE_NAME).unlink(missing_ok=True)
