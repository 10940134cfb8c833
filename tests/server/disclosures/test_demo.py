"""What is asked of the invented town can be worked to its end."""

from datetime import date

from smartregion.v1.disclosure_service_pb2 import DisclosureState as S

from server.demo import disclosures

from ..conftest import House


async def test_one_waits_to_be_studied_and_one_for_a_second_person_who_may_pass_it_on(house: House) -> None:
    today = date.fromisoformat(house.access.today)
    await house.app.services.store.write(lambda tx: disclosures.write(tx, today))
    desk = (await house.operator("oksana")).DisclosureService
    bailiffs, investigators = (await desk.ListDisclosures()).disclosures
    assert (investigators.state, bailiffs.state) == (S.DISCLOSURE_STATE_REQUESTED, S.DISCLOSURE_STATE_STUDIED)
    for one, letter in ((bailiffs, disclosures.BAILIFF), (investigators, disclosures.INVESTIGATOR)):
        written = one.recipient_name, one.legal_basis, one.purpose, one.document_ref
        assert written == (letter.recipient, letter.legal_basis, letter.purpose, letter.document)
    assert set(bailiffs.fields) == set(disclosures.MAY_LEAVE)
    one = (await desk.ApproveDisclosure(id=bailiffs.id, etag=bailiffs.etag)).disclosure
    assert [frame async for frame in desk.ReleaseDisclosure(id=one.id)]
    left = (await desk.ListDisclosedFields(user_id=one.user_id)).fields
    assert {one.field for one in left} == set(disclosures.MAY_LEAVE)
    studied = await desk.StudyDisclosure(
        id=investigators.id, etag=investigators.etag, fields=investigators.fields, notice=1, finding="ухвалу звірено"
    )
    assert studied.disclosure.state == S.DISCLOSURE_STATE_STUDIED
