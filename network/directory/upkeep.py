"""What network IT has set: when silence is worth a call, and for how long things are kept."""

from dataclasses import dataclass
from datetime import timedelta

from network.directory.retention.rules import RetentionRules
from network.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class UpkeepRules:
    """Settings of the pages of network IT."""

    silent_after: timedelta
    """Without a record for so long, a home is called silent; without a sign, a device unseen."""
    retention: RetentionRules


def rules_of(settings: Settings) -> UpkeepRules:
    """As somebody has set them."""
    return UpkeepRules(
        silent_after=timedelta(days=settings.silent_after_days),
        retention=RetentionRules(
            care_years=settings.care_retention_years,
            finance_years=settings.finance_retention_years,
            employment_years=settings.employment_retention_years,
            key_backups=timedelta(days=settings.key_backup_days),
        ),
    )


PUBLISHED = UpkeepRules(
    silent_after=timedelta(days=7),
    retention=RetentionRules(
        care_years=8, finance_years=6, employment_years=6, key_backups=timedelta(days=35)
    ),
)
"""As the settings are where nobody has changed them."""
