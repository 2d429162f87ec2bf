from datetime import date, timedelta

from households.events import HomeOpened, HouseholdBedsChanged, HouseholdOpened
from households.premises import ChangeBeds, OpenHome, OpenHousehold
from tests.households.story import TODAY, Story, days_ago, move_in, open_home

OPENING = OpenHome(recorded_from=date(2024, 4, 1), charged_from=date(2024, 5, 1))


def test_a_home_opens_with_the_days_that_count() -> None:
    event = Story().recorded(OPENING, HomeOpened)
    assert (event.recorded_from, event.charged_from) == (date(2024, 4, 1), date(2024, 5, 1))


def test_a_home_opens_once() -> None:
    assert Story().given(OPENING).refused(OPENING).code == "home_open_already"


def test_nothing_is_recorded_before_a_home_is_open() -> None:
    assert Story().refused(move_in()).code == "home_not_open"


def test_a_household_opens_with_its_beds() -> None:
    event = open_home().recorded(OpenHousehold(name="Oak", beds=9, opened_on=TODAY), HouseholdOpened)
    assert (event.name, event.beds) == ("Oak", 9)


def test_a_household_can_be_known_to_open_soon_but_not_in_years() -> None:
    story = open_home()
    assert story.when(OpenHousehold(name="Oak", beds=9, opened_on=TODAY + timedelta(days=30)))
    refusal = story.refused(OpenHousehold(name="Oak", beds=9, opened_on=TODAY + timedelta(days=400)))
    assert (refusal.code, refusal.field) == ("too_far_ahead", "opened_on")


def test_a_household_has_a_name_of_its_own() -> None:
    assert (
        open_home().refused(OpenHousehold(name="ROSE", beds=9, opened_on=TODAY)).code
        == "household_name_taken"
    )


def test_beds_change_from_a_day_on() -> None:
    story = open_home()
    event = story.recorded(
        ChangeBeds(household="rose", beds=5, changed_on=days_ago(10)), HouseholdBedsChanged
    )
    rose = story.home.households[event.household_id]
    assert (rose.beds_on(days_ago(11)), rose.beds_on(days_ago(10))) == (3, 5)


def test_a_household_is_named_by_its_id_too() -> None:
    story = open_home()
    rose = next(iter(story.home.households))
    assert story.when(ChangeBeds(household=str(rose), beds=5, changed_on=TODAY))


def test_an_unknown_household_is_refused() -> None:
    refusal = open_home().refused(ChangeBeds(household="Larch", beds=5, changed_on=TODAY))
    assert (refusal.code, refusal.field) == ("household_unknown", "household")


def test_as_many_beds_as_before_is_no_event() -> None:
    assert open_home().when(ChangeBeds(household="Rose", beds=3, changed_on=TODAY)) == []


def test_beds_can_not_change_before_the_household_opened() -> None:
    refusal = open_home().refused(ChangeBeds(household="Rose", beds=5, changed_on=date(2019, 1, 1)))
    assert refusal.code == "household_not_open"


def test_a_bed_that_somebody_lives_in_stays_in_service() -> None:
    story = open_home().given(move_in("R1"), move_in("R2"))
    refusal = story.refused(ChangeBeds(household="Rose", beds=1, changed_on=TODAY))
    assert (refusal.code, refusal.field) == ("beds_in_use", "beds")
    assert story.when(ChangeBeds(household="Rose", beds=2, changed_on=TODAY))


def test_a_bed_goes_out_of_service_from_the_day_its_resident_leaves() -> None:
    story = open_home().given(
        move_in("R1"), move_in("R2", moved_out_on=days_ago(10), moved_out_reason="home"), move_in("R3")
    )
    assert story.refused(ChangeBeds(household="Rose", beds=2, changed_on=days_ago(11))).code == "beds_in_use"
    assert story.when(ChangeBeds(household="Rose", beds=2, changed_on=days_ago(10)))


def test_beds_changed_for_a_past_time_hold_until_the_next_change() -> None:
    story = open_home().given(
        ChangeBeds(household="Rose", beds=5, changed_on=days_ago(50)),
        ChangeBeds(household="Rose", beds=2, changed_on=days_ago(90)),
        *(move_in(f"R{number}", days_ago(40)) for number in range(5)),
    )
    assert story.refused(move_in("R9", days_ago(40))).code == "no_free_bed"
