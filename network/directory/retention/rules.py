"""How long each class of record is kept, and copies of the keys: the published years are the least."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from network.eventstore.sealed import RecordClass


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRules:
    """What the network has decided about keeping records."""

    care_years: int
    """After care ends (Records Management Code of Practice: 8)."""
    finance_years: int
    """After care ends, or after the month of the last money for the resident, whichever is later."""
    employment_years: int
    """After somebody's last day at work."""
    key_backups: timedelta
    """For how long copies of the keys are kept: until then, a forgotten person can be read from one."""

    def years(self, record_class: RecordClass) -> int:
        """How many whole years a record is kept."""
        return {
            RecordClass.CARE: self.care_years,
            RecordClass.FINANCE: self.finance_years,
            RecordClass.EMPLOYMENT: self.employment_years,
        }[record_class]

    def complete_at(self, forgotten_at: datetime) -> datetime:
        """When the last copy of the keys from before has gone, and with it what they open."""
        return forgotten_at + self.key_backups
