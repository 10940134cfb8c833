"""What goes with a letter: an e-mail carries the link behind which one click stops its like, where a click can."""

import pytest
from smartregion.v1 import notification_service_pb2 as pb

from server.notifications.decision import EMAIL, PUSH, SMS

from ..conftest import StartHouse
from .test_dispatcher import Post

URL = "https://messages.example.ua"
DUE = {"date": "2026-12-25", "amount": "120.50", "service": "холодна вода", "account": "1001"}
CATEGORIES = pb.NotificationCategory


@pytest.fixture
async def post(start_house: StartHouse) -> Post:
    house = await start_house(hooks_listen="127.0.0.1:0", hooks_url=URL, hooks_behind_proxy=True)
    await house.app.delivery.close()
    return Post(house)


async def sent(post: Post, template: str, **values: str) -> str:
    """Sends somebody an e-mail; the link that goes with it."""
    await post.tell(template, (EMAIL,), **values)
    await post.run()
    return post.email.given[-1].unsubscribe_url


async def click(post: Post, url: str) -> pb.UnsubscribeResponse:
    anybody = post.house.client().NotificationService
    reply: pb.UnsubscribeResponse = await anybody.Unsubscribe(token=url.removeprefix(f"{URL}/unsubscribe/"))
    return reply


async def test_a_click_stops_what_the_link_came_with(post: Post) -> None:
    url = await sent(post, "news", title="Новини", text="Вода буде")
    assert list((await click(post, url)).categories) == [CATEGORIES.NOTIFICATION_CATEGORY_NEWS]


async def test_a_duty_carries_no_link(post: Post) -> None:
    assert await sent(post, "administrative", title="Т", text="т") == ""


async def test_the_last_channel_of_a_contract_carries_no_link_and_one_of_several_does(post: Post) -> None:
    url = await sent(post, "payment_due", **DUE)
    admin = await post.house.operator("oksana")
    user_id = post.email.given[-1].user_id
    for channel in (PUSH, SMS):
        assert await sent(post, "payment_due", **DUE) == url
        wishes = await admin.NotificationService.GetPreferences(user_id=user_id)
        off = pb.Preference(category=CATEGORIES.NOTIFICATION_CATEGORY_PAYMENT_DUE, channel=channel, enabled=False)
        await admin.NotificationService.UpdatePreferences(
            user_id=user_id, preferences=[off], etag=wishes.etag, evidence="лист"
        )
    assert await sent(post, "payment_due", **DUE) == ""
    assert await sent(post, "debt", date="2026-12-25", amount="1.00", service="газ", account="1") != ""
