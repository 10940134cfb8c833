"""Versions of the policy: written by one, published by another, and the same from then on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smartregion.v1 import policy_service_pb2 as pb

from server.codec import DAY_MS
from server.policies import first
from server.policies.workflow import WORKFLOW, standing
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.policies import PUBLISHED, PolicyVersion
from storage.repositories import policies

from ..conftest import START, House, refused
from ..dials import endless
from .conftest import EN, UK, draft, publish, published, written

S = pb.PolicyVersionState


async def test_a_new_house_has_a_version_from_the_start(house: House) -> None:
    reply = await house.client().PolicyService.GetCurrentPolicy()
    assert reply.version.state == S.POLICY_VERSION_STATE_IN_FORCE
    assert "2297" in reply.version.text_uk or "персональних даних" in reply.version.text_uk
    assert not reply.HasField("next")
    assert not reply.version.author


async def test_a_version_is_published_by_another_than_who_changed_it_last(house: House) -> None:
    petro, oksana = await house.operator("petro"), await house.operator("oksana")
    one = await written(petro)
    assert (one.state, one.author, one.editor) == (S.POLICY_VERSION_STATE_DRAFT, "Петро Гнатюк", "Петро Гнатюк")
    refusal = await refused(petro.PolicyService.PublishPolicyVersion(id=one.id, etag=one.etag))
    assert refusal.reason == "SAME_PERSON"
    edited = pb.PolicyVersion(id=one.id, etag=one.etag, summary_en="All of it.")
    one = (
        await oksana.PolicyService.UpdatePolicyVersion(version=edited, update_mask={"paths": ["summary_en"]})
    ).version
    assert (one.summary_en, one.editor) == ("All of it.", "Оксана Литвин")
    assert (await refused(oksana.PolicyService.PublishPolicyVersion(id=one.id, etag=one.etag))).reason == "SAME_PERSON"
    made = await publish(petro, one)
    assert (made.state, made.publisher) == (S.POLICY_VERSION_STATE_IN_FORCE, "Петро Гнатюк")
    assert made.effective_from.ToMilliseconds() == made.published_at.ToMilliseconds() == START


async def test_only_what_was_read_is_published(house: House) -> None:
    petro, oksana = await house.operator("petro"), await house.operator("oksana")
    one = await written(petro)
    changed = pb.PolicyVersion(id=one.id, etag=one.etag, text_uk=UK + "\n\nІ продаємо його.")
    await petro.PolicyService.UpdatePolicyVersion(version=changed, update_mask={"paths": ["text_uk"]})
    assert (await refused(oksana.PolicyService.PublishPolicyVersion(id=one.id, etag=one.etag))).reason == "STALE_ETAG"


async def test_what_is_published_stays_as_it_is(house: House) -> None:
    one = await published(house)
    petro = (await house.operator("petro")).PolicyService
    change = pb.PolicyVersion(id=one.id, etag=one.etag, text_uk="інше")
    for call in (
        petro.UpdatePolicyVersion(version=change, update_mask={"paths": ["text_uk"]}),
        petro.DiscardPolicyVersion(id=one.id, etag=one.etag),
        petro.PublishPolicyVersion(id=one.id, etag=one.etag),
    ):
        assert (await refused(call)).reason == "WRONG_STATE"
    assert (await petro.GetPolicyVersion(label="2026-12")).version.text_uk == UK


async def test_a_draft_is_for_operators_and_what_is_given_up_frees_its_label(house: House) -> None:
    petro, gateway = (await house.operator("petro")).PolicyService, house.gateway().PolicyService
    one = await written(await house.operator("petro"))
    assert (await refused(gateway.GetPolicyVersion(id=one.id))).reason == "NOT_FOUND"
    assert (await refused(gateway.GetPolicyVersion(label=one.label))).reason == "NOT_FOUND"
    assert one.label not in [each.label for each in (await gateway.ListPolicyVersions()).versions]
    assert (await petro.ListPolicyVersions()).versions[0].label == one.label
    assert (await refused(petro.CreatePolicyVersion(version=draft()))).reason == "ALREADY_EXISTS"
    await petro.DiscardPolicyVersion(id=one.id, etag=one.etag)
    again = await written(await house.operator("petro"))
    assert (await petro.GetPolicyVersion(label=again.label)).version.id == again.id


async def test_a_version_takes_effect_by_the_clock_and_the_one_before_is_superseded(house: House) -> None:
    one = await published(house, effective_from=START + DAY_MS)
    service = (await house.operator("petro")).PolicyService
    before = (await service.GetCurrentPolicy()).version
    assert (await service.GetCurrentPolicy()).next.label == one.label
    assert one.state == S.POLICY_VERSION_STATE_PUBLISHED
    house.clock.advance(milliseconds=DAY_MS)
    house.forget_sessions()
    service = (await house.operator("petro")).PolicyService
    assert (await service.GetCurrentPolicy()).version.label == one.label
    states = {each.label: each.state for each in (await service.ListPolicyVersions()).versions}
    assert states[one.label] == S.POLICY_VERSION_STATE_IN_FORCE
    assert states[before.label] == S.POLICY_VERSION_STATE_SUPERSEDED
    asked = pb.GetCurrentPolicyRequest()
    asked.at.FromMilliseconds(START)
    assert (await service.GetCurrentPolicy(asked)).version.label == before.label


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"text_en": ""}, "policy.missing"),
        ({"summary_uk": " "}, "policy.missing"),
        ({"text_en": EN.replace("## Rights", "Rights")}, "policy.headings"),
        ({"effective_from": START - 1}, "policy.past"),
        ({"effective_from": START + 400 * DAY_MS}, "policy.ahead"),
    ],
)
async def test_what_is_not_complete_is_not_published(house: House, changes: dict[str, str], rule: str) -> None:
    one = await written(await house.operator("petro"), **changes)
    oksana = (await house.operator("oksana")).PolicyService
    refusal = await refused(oksana.PublishPolicyVersion(id=one.id, etag=one.etag))
    assert [broken for _, broken in refusal.violations] == [rule]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("<script>alert(1)</script>", "policy.html"),
        ("Див. <!-- тут -->", "policy.html"),
        ("[банк](https://example.com)", "policy.link"),
        ("![x][y]", "policy.link"),
        ("#### Глибоко", "policy.heading"),
        ("а" * 4_001, "policy.paragraph"),
        ("а\n" * 1_001, "policy.paragraphs"),
        ("а\x1b[2J", "string.text"),
        ("а\u202eб", "string.text"),
        ("а" * 60_001, "string.max_len"),
    ],
)
async def test_hostile_texts_are_refused_by_their_rule(house: House, text: str, rule: str) -> None:
    petro = (await house.operator("petro")).PolicyService
    refusal = await refused(petro.CreatePolicyVersion(version=draft(text_uk=text)))
    assert rule in [broken for _, broken in refusal.violations]


async def test_two_never_take_effect_at_one_instant(house: House) -> None:
    await published(house, "2026-12", effective_from=START + DAY_MS)
    other = await written(await house.operator("petro"), "2026-12b", effective_from=START + DAY_MS)
    oksana = (await house.operator("oksana")).PolicyService
    refusal = await refused(oksana.PublishPolicyVersion(id=other.id, etag=other.etag))
    assert (refusal.reason, "effective_from" in refusal.message) == ("ALREADY_EXISTS", True)


async def test_the_difference_is_told_in_either_language(house: House) -> None:
    one = await published(house)
    two = await written(await house.operator("petro"), "2027-01", text_en=EN.replace("the phone", "the e-mail"))
    petro = (await house.operator("petro")).PolicyService
    english = await petro.ComparePolicyVersions(from_id=one.id, to_id=two.id, language=2)
    changed = [each for each in english.paragraphs if each.change == pb.POLICY_CHANGE_CHANGED]
    assert [[(span.change, span.text) for span in each.spans] for each in changed] == [
        [(1, "We keep the "), (2, "phone."), (3, "e-mail.")]
    ]
    assert (english.words_removed, english.words_added) == (1, 1)
    ukrainian = await petro.ComparePolicyVersions(from_id=one.id, to_id=two.id, language=1)
    assert {each.change for each in ukrainian.paragraphs} == {pb.POLICY_CHANGE_SAME}
    gateway = house.gateway().PolicyService
    refusal = await refused(gateway.ComparePolicyVersions(from_id=one.id, to_id=two.id, language=1))
    assert refusal.reason == "NOT_FOUND"


# -- the version in force


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tx]:
    with endless(Path(tmp_path_factory.mktemp("policies"))) as made:
        yield made


@given(st.sets(st.integers(0, 60), max_size=8), st.integers(-5, 65))
def test_the_version_in_force_is_the_one_that_took_effect_last(empty: Tx, effects: set[int], at: int) -> None:
    empty.sql("DELETE FROM policy_version")
    for effect in effects:
        policies.add(empty, version(effect, PUBLISHED))
    policies.add(empty, version(at, 1))  # a draft counts for nothing
    found = policies.in_force(empty, at)
    past = [effect for effect in effects if effect <= at]
    assert (found.effective_from if found else None) == max(past, default=None)
    assert policies.label_in_force(empty, at) == (f"v{max(past)}" if past else "")
    following = policies.next_after(empty, at)
    assert (following.effective_from if following else None) == min(effects - set(past), default=None)
    for effect in effects:
        state = standing(PUBLISHED, effect, at, max(past, default=None))
        expected = "PUBLISHED" if effect > at else "IN_FORCE" if effect == max(past) else "SUPERSEDED"
        assert WORKFLOW.name(state) == expected


def version(effect: int, state: int) -> PolicyVersion:
    label = f"v{effect}" if state == PUBLISHED else "draft"
    return PolicyVersion(
        id=new_id(),
        label=label,
        state=state,
        effective_from=effect,
        author_id=1,
        editor_id=1,
        created_at=0,
        updated_at=0,
    )


def test_the_first_version_is_seeded_once(empty: Tx) -> None:
    empty.sql("DELETE FROM policy_version")
    assert first.seed(empty)
    assert not first.seed(empty)
    assert policies.label_in_force(empty) == first.LABEL
    assert policies.label_in_force(empty, 0) == first.LABEL
