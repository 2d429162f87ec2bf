from datetime import date

from network.directory.areas import REORGANISED_ON, Area, read_areas


def on(day: date, code: str) -> Area:
    """The one row that a home's recorded code finds on a day."""
    (area,) = (
        area for area in read_areas() if area.recorded_code == code and area.from_on <= day < area.to_on
    )
    return area


BEFORE, AFTER = date(2026, 3, 31), date(2026, 4, 1)


def test_every_code_that_was_ever_in_force_means_one_area_on_every_day() -> None:
    codes = {area.recorded_code for area in read_areas()}
    assert len(codes) == 48
    for code in codes:
        for day in (date(2020, 1, 1), BEFORE, AFTER, date(2199, 12, 31)):
            assert on(day, code).name.startswith("NHS ")


def test_a_board_that_was_merged_is_its_successor_since() -> None:
    assert on(BEFORE, "QHG").code == "QHG"
    area = on(AFTER, "QHG")
    assert (area.code, area.name) == ("S1Y5D", "NHS CENTRAL EAST INTEGRATED CARE BOARD")


def test_a_board_that_was_split_stays_until_the_home_is_amended_and_names_its_successors() -> None:
    area = on(AFTER, "QM7")
    assert area.code == "QM7"
    assert area.successors == ["S1Y5D", "D7T5G"]


def test_a_board_that_went_on_is_the_same_on_both_sides() -> None:
    assert on(BEFORE, "QRL") == on(AFTER, "QRL")


def test_a_board_of_today_has_36_to_choose_from() -> None:
    today = {area.code for area in read_areas() if area.from_on <= REORGANISED_ON < area.to_on}
    assert (
        len([code for code in today if on(AFTER, code).code == code and not on(AFTER, code).successors]) == 36
    )
