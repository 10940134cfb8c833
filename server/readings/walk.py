"""The walk along a register: what the rules make of its readings, in the order of their instants.

Judging anew, replay and the intake of what came late go the same way. What comes out follows from the readings, from
what people decided and from the rule set of each, never from the order in which they came:

- A reading is judged against the accepted ones before it.
- Where several indexes were handed in for one instant and nobody decided between them, none stands.
- Where a later reading contradicts one (it is below, and that the dial began anew in between is impossible or would
  mean an unusual use, though without that one it would be accepted), those that agree with either are counted, as far
  as LOOKAHEAD instants reach. More against fewer decide: the fewer are questioned (earlier, higher ones) or refused
  (later, lower ones). One against one, the readings before them decide where only one of the two means a use as usual:
  the other is questioned. As many on either side otherwise decide nothing: all of them are for a person.
- What people decided stands, and so do the ends of an installation: nothing before them may exceed them, nothing
  behind may fall below, and no number of others outweighs them.

Pure: whoever walks brings the rows.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

from server.readings.history import RegisterHistory
from server.readings.rules import Baseline, Judgement, Point, Reading, daily_use, tells_usual
from server.readings.ruleset import RuleSet
from storage.models.readings import ACCEPTED, ESTIMATE, IN_REVIEW, REFUSED
from storage.repositories.histories import LOOKAHEAD
from storage.repositories.standing import AS_THEY_ARE, Stood


class Case(NamedTuple):
    """A reading on the walk."""

    row: Stood
    #: It is as it is: by a person's word, or as an end of the installation.
    fixed: bool
    #: The nearest accepted reading behind it that is fixed; None where it was said that the dial began anew there.
    following: Point | None


class Instant(NamedTuple):
    """What was handed in for one instant, lowest first; how many estimates stand between the instant before and it,
    and at it."""

    at: int
    cases: Sequence[Case]
    guessed: int
    guessed_here: int


class Verdict(NamedTuple):
    """What becomes of a reading."""

    row: Stood
    state: int
    rollover: bool
    #: None where it is as it is.
    judgement: Judgement | None
    #: What it was judged against.
    base: Baseline | None
    #: The accepted reading before it.
    previous: Point | None


_IN_ORDER = attrgetter("read_at", "value", "id")


def instants(
    rows: Iterable[Stood], decided: Mapping[int, bool], behind: tuple[int, int, bool] | None = None
) -> list[Instant]:
    """Rows by their instants, as a walk takes them. `decided` are those that people decided on, and whether they said
    that the dial had begun anew; `behind` is the first fixed one behind all rows, with the same."""
    taken = [row for row in rows if row.source != ESTIMATE]
    guesses = sorted(row.read_at for row in rows if row.source == ESTIMATE and row.state in (ACCEPTED, IN_REVIEW))
    taken.sort(key=_IN_ORDER, reverse=True)
    found: list[Instant] = []
    here: list[Case] = []
    at, following = -1, _bound(behind)
    nearest = following
    for row in taken:  # the last first: what is fixed bounds those before it, but not its own instant
        if row.read_at != at:
            if here:
                found.append(Instant(at, here[::-1], 0, 0))
            at, here, following = row.read_at, [], nearest
        fixed = row.id in decided or row.source in AS_THEY_ARE
        here.append(Case(row, fixed, following))
        if fixed and row.state == ACCEPTED:
            nearest = _bound((at, row.value, decided.get(row.id, False)))
    if here:
        found.append(Instant(at, here[::-1], 0, 0))
    found.reverse()
    return _with_guesses(found, guesses) if guesses else found


def _bound(fixed: tuple[int, int, bool] | None) -> Point | None:
    """What an accepted reading that is fixed bounds those before it by: nothing, where the dial began anew there."""
    return None if fixed is None or fixed[2] else fixed[:2]


def _with_guesses(found: list[Instant], guesses: list[int]) -> list[Instant]:
    """The same with the estimates counted."""
    made, place = [], 0
    for one in found:
        first = place
        while place < len(guesses) and guesses[place] < one.at:
            place += 1
        between = place - first
        while place < len(guesses) and guesses[place] == one.at:
            place += 1
        made.append(one._replace(guessed=between, guessed_here=place - first - between))
    return made


class Walk:
    """One walk. `history` is what stands before its first instant, and moves on with it.

    As it is (`as_it_is`), readings keep the state that they have, and each is told with what the rules that judged it
    make of it now.
    """

    def __init__(
        self,
        history: RegisterHistory,
        rules: Callable[[int], RuleSet],
        outside: Callable[[Stood], str | None],
        zones: Mapping[int, int],
        *,
        as_it_is: bool = False,
    ) -> None:
        self.history = history
        self._rules = rules
        self._known: dict[int, RuleSet] = {}
        #: The day of a window that refuses a reading.
        self._outside = outside
        #: The sum of a total's zones by instant.
        self._zones = zones
        self._as_it_is = as_it_is
        #: Readings that are as doubtful as one before them, by id.
        self._doubts: dict[int, Point] = {}

    def along(self, road: Iterable[Instant]) -> Iterator[list[Verdict]]:
        """What becomes of the readings of each instant."""
        behind, ahead = iter(road), deque[Instant]()
        while True:
            while len(ahead) <= LOOKAHEAD and (one := next(behind, None)) is not None:
                ahead.append(one)
            if not ahead:
                return
            yield self._at(ahead.popleft(), ahead)

    def _at(self, here: Instant, ahead: Sequence[Instant]) -> list[Verdict]:
        history = self.history
        if here.guessed:
            history.guess(here.guessed)
        if len(here.cases) == 1:
            case = here.cases[0]
            verdicts = [self._taken(case, self._alone(case, ahead) if self._judges(case) else None)]
        else:
            verdicts = list(map(self._taken, here.cases, self._opinions(here.cases, ahead)))
        if not any(verdict.state == ACCEPTED for verdict in verdicts):
            history.stand(here.at, here.cases[-1].row.value, False)
            history.guess(here.guessed_here)
        return verdicts

    def _taken(self, case: Case, opinion: "_Opinion | None") -> Verdict:
        """What becomes of a reading; the history moves on where it is accepted."""
        row, fixed, _ = case
        judgement, base = opinion or (None, None)
        previous = self.history.last
        if fixed or judgement is None or self._as_it_is:
            state, turned = row.state, row.rollover
        else:
            state, turned = judgement.state, judgement.rollover
        if state == ACCEPTED:
            if fixed:  # accepted below the one before: the dial began anew, whatever that one is meanwhile
                turned = previous is not None and row.value < previous[1]
            self.history.stand(row.read_at, row.value, True)
        return Verdict(row, state, turned, judgement, base, previous)

    def _opinions(self, cases: Sequence[Case], ahead: Sequence[Instant]) -> list["_Opinion | None"]:
        """What the rules make of the readings of one instant; None of those that no rule judges."""
        opinions = [self._first(case) if self._judges(case) else None for case in cases]
        standing = {
            case.row.value: case.fixed
            for case, opinion in zip(cases, opinions, strict=True)
            if (case.row.state == ACCEPTED if case.fixed else _stands(opinion))
        }
        if len(standing) > 1:
            return [
                opinion and self._contested(case, opinion, standing)
                for case, opinion in zip(cases, opinions, strict=True)
            ]
        return [
            self._alone(case, ahead) if _stands(opinion) else opinion
            for case, opinion in zip(cases, opinions, strict=True)
        ]

    def _judges(self, case: Case) -> bool:
        return case.row.source not in AS_THEY_ARE if self._as_it_is else not case.fixed

    def _contested(self, case: Case, opinion: "_Opinion", standing: Mapping[int, bool]) -> "_Opinion":
        """The same where other indexes stand for the instant: against one that somebody decided on, or the lowest."""
        others = sorted((not fixed, value) for value, fixed in standing.items() if value != case.row.value)
        if not _stands(opinion) or not others:
            return opinion
        return self._judged(case.row, case.following, others[0][1])

    def _judged(self, row: Stood, following: Point | None, conflicting: int | None = None) -> "_Opinion":
        """By the rules that judged it first, against what stands before it now."""
        zones = self._zones.get(row.read_at) if self._zones else None
        return self._against(row, self.history.baseline(following, conflicting, zones, self._outside(row)))

    def _first(self, case: Case) -> "_Opinion":
        """Without regard to what lies behind. What is as doubtful as one before it is not refused for that."""
        opinion = self._judged(case.row, case.following)
        doubted = self._doubts.get(case.row.id) if self._doubts else None
        if doubted is None or opinion[0].state == IN_REVIEW:
            return opinion
        return self._against(case.row, opinion[1]._replace(previous=doubted, doubted=True))

    def _against(self, row: Stood, base: Baseline) -> "_Opinion":
        rules = self._known.get(row.rule_set) or self._known.setdefault(row.rule_set, self._rules(row.rule_set))
        return rules.judge(Reading(row.value, row.read_at, row.received_at), base), base

    def _alone(self, case: Case, ahead: Sequence[Instant]) -> "_Opinion":
        """The only index of its instant, or the only one that stands."""
        opinion = self._first(case)
        if opinion[0].state == ACCEPTED and not case.fixed:
            for instant in ahead:
                if instant.cases[0].row.value < case.row.value:
                    return self._voted(case.row, opinion, ahead)
        return opinion

    def _voted(self, row: Stood, opinion: "_Opinion", ahead: Iterable[Instant]) -> "_Opinion":
        """An accepted reading with lower ones behind it: accepted still, or questioned where no fewer speak against it
        than for it."""
        base = opinion[1]
        agree, against = 1, list[Stood]()
        for instant in islice(ahead, LOOKAHEAD):
            if any(fixed and other.state == ACCEPTED for other, fixed, _ in instant.cases):
                break  # nothing behind may fall below that, and it is not below this one
            voice = self._voice(instant)
            if voice is None:
                continue
            if voice.value < row.value and self._contradicts(voice, row):
                against.append(voice)
            else:
                agree += not against  # behind one that speaks against it, it agrees with either
        if len(against) < agree:
            return opinion
        even = len(against) == agree
        right = self._likelier(row, against[0], base) if even and agree == 1 else None
        if right is row:
            self._doubts[against[0].id] = row.read_at, row.value
            return opinion
        questioned = self._against(row, base._replace(following=(against[0].read_at, against[0].value)))
        if even and right is None and questioned[0].state != ACCEPTED:
            self._doubts |= dict.fromkeys((voice.id for voice in against), (row.read_at, row.value))
        return questioned

    def _likelier(self, row: Stood, voice: Stood, base: Baseline) -> Stood | None:
        """The one of two that contradict each other that the readings before both speak for: the one alone that would
        mean a use as those show it. None where both would, or neither, or they say too little."""
        usual = [one for one in (row, voice) if self._is_usual(one, base)]
        return usual[0] if len(usual) == 1 else None

    def _is_usual(self, row: Stood, base: Baseline) -> bool:
        limits = self._rules(row.rule_set).limits
        daily = daily_use(Reading(row.value, row.read_at, row.received_at), base, limits)
        return daily is not None and base.lowest <= daily <= base.highest

    def _voice(self, instant: Instant) -> Stood | None:
        """The index of an instant ahead that would be accepted now, where there is just one."""
        heard = [case.row for case in instant.cases if not case.fixed and self._accepts(case)]
        return heard[0] if len({row.value for row in heard}) == 1 else None

    def _accepts(self, case: Case) -> bool:
        return self._judged(case.row, case.following)[0].state == ACCEPTED

    def _contradicts(self, voice: Stood, row: Stood) -> bool:
        """Whether a later, lower index can't stand where an earlier one does."""
        base = self.history.baseline()._replace(previous=(row.read_at, row.value))
        judgement = self._against(voice, base)[0]
        codes = {found.code for found in judgement.found} if judgement.state != ACCEPTED else set()
        # Unusual over a turn: of that the readings before must say enough.
        unusual = "HIGH_USE" in codes and tells_usual(base, self._rules(voice.rule_set).limits)
        return unusual or "DECREASE" in codes


#: What the rules make of a reading, and what they held it against.
_Opinion = tuple[Judgement, Baseline]


def _stands(opinion: _Opinion | None) -> bool:
    return opinion is not None and opinion[0].state != REFUSED
