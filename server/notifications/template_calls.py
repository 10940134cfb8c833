"""The calls of NotificationService about texts: those that are kept, and how one reads."""

from typing import Any

from smartregion.v1 import notification_service_pb2 as pb
from smartregion.v1.common_pb2 import Language

from server import etags
from server.call import Call
from server.codec import decode_id, encode_id
from server.errors import AlreadyExists, InvalidField, NotFound
from server.limits import MESSAGE_LETTERS
from server.notifications import duties, explanation, outbox, placeholders
from server.notifications.decision import SMS
from server.notifications.mapping import rendered_text, template_message
from server.notifications.templates import check_built_in, columns, placeholder_names
from server.notifications.transliteration import transliterated
from server.services import Calls
from server.users.service import found as found_user
from server.words import language_of
from storage.engine.transaction import Tx
from storage.errors import DuplicateValue
from storage.repositories import notifications


class TemplateCalls(Calls):
    async def CreateTemplate(self, request: Any, call: Call) -> pb.CreateTemplateResponse:
        placeholder_names(request.template)
        wanted = request.template
        duties.check(call, wanted.category, "template.category")

        def unit(tx: Tx) -> pb.CreateTemplateResponse:
            try:
                made = notifications.create_template(
                    tx, wanted.name, wanted.category, columns(wanted), call.principal.id
                )
            except DuplicateValue:
                raise AlreadyExists("template.name: is taken") from None
            call.target("template", made.row.id)
            return pb.CreateTemplateResponse(template=template_message(made))

        return await call.write(unit)

    async def UpdateTemplate(self, request: Any, call: Call) -> pb.UpdateTemplateResponse:
        template_id = decode_id(request.template.id, "template.id")
        names = placeholder_names(request.template)
        check_built_in(request.template.name, names)

        def unit(tx: Tx) -> pb.UpdateTemplateResponse:
            current = notifications.template_by_id(tx, template_id)
            if current is None:
                raise NotFound(f"template {encode_id(template_id)} not found")
            etags.require(request.template.etag, current.row.version, "template")
            if (request.template.name, request.template.category) != (current.row.name, current.row.category):
                raise InvalidField("template.name", "template.texts_only", "name and category stay as they are")
            duties.check(call, current.row.category, "template.category")
            changed = notifications.update_template(tx, current, columns(request.template), call.principal.id)
            call.target("template", template_id)
            return pb.UpdateTemplateResponse(template=template_message(changed))

        return await call.write(unit)

    async def ListTemplates(self, request: Any, call: Call) -> pb.ListTemplatesResponse:
        page = self._services.paging.page(request)
        after = page.past(str)
        rows, total = await call.read(
            lambda tx: notifications.templates_page(tx, request.category, after, page.size, page.skip)
        )
        reply = pb.ListTemplatesResponse(templates=map(template_message, rows), total_size=total)
        page.end(reply, rows, lambda last: (last.row.name,))
        return reply

    async def PreviewNotification(self, request: Any, call: Call) -> pb.PreviewNotificationResponse:
        template = request.draft
        if request.WhichOneof("content") == "template_name":
            current = await call.read(lambda tx: outbox.named(tx, request.template_name))
            template = template_message(current)
        names = placeholder_names(template, "draft")
        placeholders.check_values(names, request.values)
        sms = self._services.providers.channels(SMS)
        part_kopecks = sms[0].price_kopecks if sms else 0

        def text(one: pb.TemplateText, language: Language) -> pb.RenderedText:
            subject = placeholders.fill(one.subject, request.values, language)
            body = placeholders.fill(one.body, request.values, language)
            if len(body) > MESSAGE_LETTERS:
                raise InvalidField("values", "text.length", f"the text has more than {MESSAGE_LETTERS} letters")
            return rendered_text(subject, transliterated(body) if request.transliterate_sms else body, part_kopecks)

        shown = pb.PreviewNotificationResponse(
            ukrainian=text(template.ukrainian, Language.LANGUAGE_UKRAINIAN),
            english=text(template.english, Language.LANGUAGE_ENGLISH),
        )
        if request.user_id:
            user_id = decode_id(request.user_id, "user_id")
            shown.recipient.CopyFrom(await call.read(lambda tx: self._recipient(tx, call, template.category, user_id)))
        return shown

    def _recipient(self, tx: Tx, call: Call, category: int, user_id: int) -> pb.PreviewRecipient:
        """How a message of a category would come to a user. Raises NotFound."""
        person = found_user(tx, user_id, call)
        call.target("user", user_id, user_id)
        channels = explanation.there(tx, self._services.providers)
        ways = explanation.explained(tx, explanation.of_category(tx, category, user_id, channels))
        return pb.PreviewRecipient(
            language=language_of(person.row.language), channels=ways, chosen=explanation.chosen(ways)
        )
