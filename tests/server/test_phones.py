"""Which phones somebody can be reached by: mobiles of Ukraine and of other countries, and no others."""

import pytest

from server.errors import InvalidField
from server.users import rules

from .conftest import House, refused

#: Of the Ukrainian networks, the newest among them.
PREFIXES = (39, 50, 63, 66, 67, 68, 73, 75, 77, 91, 92, 93, 94, 95, 96, 97, 98, 99)
LANDLINES = ("+380445551234", "+380322345678", "+380800500500", "+380900123456", "+390612345678", "+37322123456")


@pytest.mark.parametrize("prefix", PREFIXES)
def test_the_mobiles_of_every_ukrainian_network_are_taken(prefix: int) -> None:
    number = f"+380{prefix}1234567"
    assert rules.mobile(number, "phone") == number


@pytest.mark.parametrize("number", ["+48601234567", "+4917612345678", "+12025550123", "+393401234567", "+37369123456"])
def test_foreign_mobiles_are_taken(number: str) -> None:
    assert rules.mobile(number, "phone") == number


@pytest.mark.parametrize("number", LANDLINES)
def test_what_gets_no_sms_is_refused_by_name(number: str) -> None:
    with pytest.raises(InvalidField) as told:
        rules.mobile(number, "user.phone")
    assert [(one.field, one.rule) for one in told.value.violations] == [("user.phone", "phone.mobile")]
    assert rules.phone(number, "phone") == number, "letters come from such numbers, and people are found by them"


async def test_nobody_registers_with_a_landline_and_whoever_has_one_is_found_by_it(house: House) -> None:
    gateway = house.client(house.access.gateway_key, ("accept-language", "uk"))
    told = await refused(gateway.AuthService.StartPhoneVerification(phone="+380445551234"))
    assert told.violations == (("phone", "phone.mobile"),)
    assert "мобільного" in told.localized
    admin = await house.operator("oksana")
    user = (await admin.UserService.ListUsers(page_size=1)).users[0]
    user.phone = "+380445551234"
    told = await refused(
        admin.UserService.UpdateUser(user=user, update_mask={"paths": ["phone"]}, reason="на прохання")
    )
    assert told.violations == (("user.phone", "phone.mobile"),)
    assert not (await admin.UserService.LookupUser(phone="+380445551234")).users
