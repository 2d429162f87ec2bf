from datetime import date

import pytest

from households.reading.notification_text import age_band

BORN = date(1940, 3, 2)


@pytest.mark.parametrize(
    ("on", "band"),
    [
        (date(1958, 3, 1), "under 18"),
        (date(1958, 3, 2), "18-24"),
        (date(2004, 3, 1), "55-64"),
        (date(2005, 3, 2), "65-74"),
        (date(2015, 3, 1), "65-74"),
        (date(2015, 3, 2), "75-84"),
        (date(2025, 3, 1), "75-84"),
        (date(2025, 3, 2), "85+"),
    ],
)
def test_an_age_band_changes_on_the_birthday(on: date, band: str) -> None:
    assert age_band(BORN, on) == band
