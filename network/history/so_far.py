"""What the network already holds, by the names that files use: its homes, and each home's state."""

from uuid import UUID

from households.home import Home
from households.terms import PayerKind


class SoFar:
    """The homes that the files name and that have joined before, with their states."""

    def __init__(self) -> None:
        self._ids: dict[str, UUID] = {}
        self._homes: dict[str, Home] = {}
        self._public: dict[str, PayerKind] = {}

    def take(self, home_ref: str, home_id: UUID, home: Home) -> None:
        """Note a home as it is."""
        self._ids[home_ref] = home_id
        self._homes[home_ref] = home
        self._public |= {payer.ref: payer.kind for payer in home.payers.values() if payer.kind.is_public}

    def home_id(self, home_ref: str) -> UUID | None:
        """The home's id, if it has joined."""
        return self._ids.get(home_ref)

    def has_home(self, home_ref: str) -> bool:
        """Whether the home has joined."""
        return home_ref in self._ids

    def has_resident(self, home_ref: str, resident_ref: str) -> bool:
        """Whether somebody of that reference lives or lived in the home."""
        home = self._homes.get(home_ref)
        return home is not None and resident_ref in home.resident_refs

    def has_staff(self, home_ref: str, staff_ref: str) -> bool:
        """Whether somebody of that reference is or was in the team."""
        home = self._homes.get(home_ref)
        return home is not None and staff_ref in home.staff_refs

    def has_household(self, home_ref: str, name: str) -> bool:
        """Whether the home has a household of that name, whatever its case."""
        home = self._homes.get(home_ref)
        return home is not None and any(
            household.name.casefold() == name.casefold() for household in home.households.values()
        )

    def payer_kind(self, home_ref: str, payer_ref: str) -> PayerKind | None:
        """What kind of payer the home, else the network knows by that reference."""
        home = self._homes.get(home_ref)
        payer_id = home.payer_refs.get(payer_ref) if home else None
        if home is not None and payer_id is not None:
            return home.payers[payer_id].kind
        return self._public.get(payer_ref)
