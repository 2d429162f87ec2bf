"""What coaches and teams might say to each other: in support, and in the communities of practice."""

from collections.abc import Callable, Iterator
from random import Random
from uuid import UUID

from network.coaching import events as said
from network.coaching.terms import SharedAs, Side, Subject, TakenBackBecause, Tried
from network.coaching.words import Words, sealed
from network.eventstore.event import Event
from network.eventstore.sealed import Sealed
from outcomes.terms import Measure
from tests.random_corrections import RandomCorrections
from tests.random_values import Fact


class RandomConversations(RandomCorrections):
    """Draws from what was said before what is answered, done or taken back."""

    def __init__(self, random: Random, homes: int = 2) -> None:
        super().__init__(random, homes)
        self._written: dict[UUID, list[tuple[int, UUID]]] = {}
        """By stream, each piece of writing: its version and whose key seals it."""

    def _first_words(self, home: UUID) -> Iterator[Fact]:
        """A visit, an action, a question and its answer; something shared and its answer."""
        for make in (self._visited, self._agreed_to, self._asked):
            yield self._in_support(home, make)
        stream = said.support_stream(home)
        yield self._fact(stream, self._answered(home, self._written[stream][-1][0]))
        learning = self._shared(home)
        yield learning
        yield self._replied(home, learning[0])

    def _conversation(self, home: UUID) -> Fact:
        """Anything that is said next."""
        stream = said.support_stream(home)
        support: list[Callable[[UUID], Event]] = [self._visited, self._agreed_to, self._asked]
        other = self._random.randrange(5)
        if other == 0:
            return self._in_support(home, self._random.choice(support))
        if other == 1:
            return self._shared(home)
        if other == 2:
            learnings = [one for one in self._written if one not in map(said.support_stream, self._homes)]
            return self._replied(home, self._random.choice(learnings))
        version, words_id = self._random.choice(self._written[stream])
        if other == 3:
            kind = self._random.choice([said.ActionCompleted, said.ActionReopened])
            return self._fact(stream, kind(home_id=home, side=self._side(), **self._said(version)))
        return self._fact(stream, self._taken_back(home, version, words_id))

    def _in_support(self, home: UUID, make: Callable[[UUID], Event]) -> Fact:
        return self._fact(said.support_stream(home), make(home))

    def _visited(self, home: UUID) -> Event:
        words_id, words = self._words(said.support_stream(home))
        return said.VisitNoted(
            home_id=home, visited_on=self._day(), words_id=words_id, words=words, **self._said()
        )

    def _agreed_to(self, home: UUID) -> Event:
        words_id, words = self._words(said.support_stream(home))
        return said.ActionAgreed(
            home_id=home,
            side=self._side(),
            owner=self._side(),
            due_on=self._day(),
            words_id=words_id,
            words=words,
            **self._said(self._maybe(1)),
        )

    def _asked(self, home: UUID) -> Event:
        words_id, words = self._words(said.support_stream(home))
        measure = self._maybe(Measure.FALLS)
        return said.QuestionAsked(
            home_id=home, measure=measure, words_id=words_id, words=words, **self._said()
        )

    def _answered(self, home: UUID, question: int) -> Event:
        words_id, words = self._words(said.support_stream(home))
        return said.QuestionAnswered(
            home_id=home, side=self._side(), words_id=words_id, words=words, **self._said(question)
        )

    def _shared(self, home: UUID) -> Fact:
        stream = self._id()
        words_id, words = self._words(stream)
        event = said.LearningShared(
            side=self._side(),
            home_id=self._maybe(home),
            is_named=self._flag(),
            shared_as=self._random.choice(list(SharedAs)),
            subject=self._random.choice(list(Subject)),
            measure=self._maybe(self._random.choice(list(Measure))),
            period_from=self._maybe(self._day()),
            period_to=self._maybe(self._day()),
            practice_changed_on=self._maybe(self._day()),
            words_id=words_id,
            words=words,
            **self._said(),
        )
        return self._fact(stream, event)

    def _replied(self, home: UUID, learning: UUID) -> Fact:
        if self._random.random() < 0.2:
            version, words_id = self._random.choice(self._written[learning])
            return self._fact(learning, self._taken_back(None, version, words_id))
        words_id, words = self._words(learning)
        event = said.LearningAnswered(
            side=self._side(),
            home_id=self._maybe(home),
            is_named=self._flag(),
            tried=self._maybe(self._random.choice(list(Tried))),
            words_id=words_id,
            words=words,
            **self._said(1),
        )
        return self._fact(learning, event)

    def _taken_back(self, home: UUID | None, version: int, words_id: UUID) -> Event:
        because = self._random.choice(list(TakenBackBecause))
        return said.WordsTakenBack(home_id=home, words_id=words_id, because=because, **self._said(version))

    def _words(self, stream: UUID) -> tuple[UUID, Sealed]:
        words_id = self._id()
        self._written.setdefault(stream, []).append((self._next(stream), words_id))
        return words_id, sealed(Words(text="Tea at four", title="Tea"), words_id)

    def _side(self) -> Side:
        return self._random.choice(list(Side))
