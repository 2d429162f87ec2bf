"""What terms are called on pages."""

from network.coaching.pages.wording import word
from network.coaching.terms import Side, Subject
from outcomes.terms import Measure


def test_a_subject_and_a_measure_of_the_same_text_are_called_each_by_its_own_name() -> None:
    assert (word(Subject.FALLS), word(Measure.FALLS)) == ("Falls and moving about", "Falls")


def test_a_term_without_words_of_its_own_is_called_by_its_value() -> None:
    assert word(Subject.MEDICINES) == "Medicines"
    assert word(Side.COACH) == "The coach"
