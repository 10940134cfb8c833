"""How many people gave which answer, counted as they answer and told in steps: nobody's answer is the difference of two
looks.

What comes is gathered until it is a step: people of whom at least k gave another answer, whichever one looks at. A step
is told when the next one is whole, so that there is always one more to tell when the survey closes; what is gathered by
then goes with it. So two looks are the same, or k people or more lie between them, and whatever one of those said, k
others of them did not. docs/decisions/0041-what-is-told-of-answers.md says why.
"""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass
class Counts:
    """People who answered a question, and how many of them gave each answer."""

    people: int = 0
    answers: Counter[int] = field(default_factory=Counter)

    def add(self, answers: Collection[int]) -> None:
        """One more person, with everything that they chose."""
        self.people += 1
        self.answers.update(answers)

    def join(self, others: "Counts") -> None:
        self.people += others.people
        self.answers.update(others.answers)

    def is_step(self, k: int) -> bool:
        """Whether at least k of the people gave another answer, whichever one looks at."""
        return self.people - max(self.answers.values(), default=0) >= k


@dataclass
class Steps:
    """The counts of one question: those that are told, the step that is told next, and what is gathered for the one
    behind it."""

    told: Counts = field(default_factory=Counts)
    held: Counts = field(default_factory=Counts)
    coming: Counts = field(default_factory=Counts)

    def take(self, answers: Collection[int], k: int) -> bool:
        """Counts one person; whether more is told now than before."""
        self.coming.add(answers)
        if not self.coming.is_step(k):
            return False
        moved = self.held.people > 0
        self.told.join(self.held)
        self.held, self.coming = self.coming, Counts()
        return moved

    def close(self) -> None:
        """Tells everything: nobody comes any more."""
        self.told.join(self.held)
        self.told.join(self.coming)
        self.held, self.coming = Counts(), Counts()


#: The counts of people, whatever they answered; questions are counted by their place, from 0.
ANYTHING = -1


class Tally:
    """The counts of a survey."""

    def __init__(self, steps: dict[int, Steps] | None = None) -> None:
        self._steps = steps or {}

    def of(self, question: int) -> Steps:
        return self._steps.setdefault(question, Steps())

    def take(self, answers: Mapping[int, Collection[int]], k: int) -> bool:
        """Counts one person by what they answered to which question; whether more is told now than before."""
        moved = [self.of(question).take(chosen, k) for question, chosen in ({ANYTHING: ()} | {**answers}).items()]
        return any(moved)

    def close(self) -> None:
        for steps in self._steps.values():
            steps.close()

    def written(self, question: int) -> int:
        """People who answered a question so far, told or not."""
        steps = self.of(question)
        return steps.told.people + steps.held.people + steps.coming.people

    # -- as it lies in its row: by question the three counts, each as people and [answer, people] …

    def text(self) -> str:
        return json.dumps(
            {
                question: [
                    [one.people, *map(list, one.answers.items())] for one in (steps.told, steps.held, steps.coming)
                ]
                for question, steps in self._steps.items()
            },
            separators=(",", ":"),
        )

    @classmethod
    def parse(cls, text: str) -> "Tally":
        """From its row; of a survey that nobody answered from the empty text."""
        listed = json.loads(text or "{}")
        return cls(
            {
                int(question): Steps(*(Counts(people, Counter(dict(answers))) for people, *answers in counts))
                for question, counts in listed.items()
            }
        )
