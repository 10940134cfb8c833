"""What the declarations of the columns are called when a person reads of them; the rules themselves are in storage."""

from smartregion.v1.operator_service_pb2 import OperatorRole
from smartregion.v1.options_pb2 import DataClass, LookPurpose

from storage.columns import Purpose, Retention

Words = tuple[str, str]

TABLES: dict[str, Words] = {
    "app_user": ("Обліковий запис у застосунку", "Account in the app"),
    "user_name_word": ("Пошук за іменем", "Search by name"),
    "phone_verification": ("Підтвердження телефону", "Phone verification"),
    "email_verification": ("Підтвердження електронної пошти", "E-mail verification"),
    "session": ("Сеанси входу", "Sign-in sessions"),
    "security_event": ("Події безпеки облікового запису", "Security events of the account"),
    "usage_point": ("Адреси постачання", "Service addresses"),
    "account": ("Особові рахунки", "Accounts with utilities"),
    "account_link": ("Прив'язані особові рахунки", "Linked accounts"),
    "meter": ("Лічильники", "Meters"),
    "reading": ("Показання лічильників", "Meter readings"),
    "interval_block": ("Погодинне споживання", "Consumption by the hour"),
    "reading_version": ("Рішення щодо показань", "Decisions on readings"),
    "charge": ("Нарахування", "Charges"),
    "payment": ("Оплати", "Payments"),
    "balance": ("Сальдо й борг", "Balance and debt"),
    "billing_notice": ("Нагадування про оплату й борг", "Notices of payments and debts"),
    "notification": ("Сповіщення", "Notifications"),
    "notification_event": ("Доставка сповіщень", "Delivery of notifications"),
    "preference_change": ("Налаштування сповіщень і згоди", "Notification preferences and consents"),
    "preference": ("Чинні налаштування сповіщень", "Notification preferences in force"),
    "device": ("Пристрої для push-сповіщень", "Devices for push messages"),
    "suppressed_contact": ("Контакти у стоп-листі", "Contacts on the stop list"),
    "sender_count": ("Кількість сповіщень від відправника за день", "Messages of a sender in a day"),
    "privacy_request": ("Звернення щодо персональних даних", "Requests about personal data"),
    "restriction_lifting": ("Зняття обмеження обробки", "Ends of restrictions"),
    "intake_draft": ("Електронні листи зі зверненнями", "E-mails with requests"),
    "privacy_step": ("Розгляд звернень", "Handling of the requests"),
    "data_duty": ("Обов'язки тих, кому передано дані", "Duties of those who received data"),
    "privacy_rectification": ("Виправлення, яких ви вимагали", "Corrections that you demanded"),
    "privacy_hold": ("Чому дані ще зберігають", "Why data is still kept"),
    "policy_acceptance": ("Прийняття політики конфіденційності", "Acceptance of the privacy policy"),
    "activity_event": ("Дії в застосунку", "What you did in the app"),
    "crash_report": ("Збої застосунку", "Crashes of the app"),
    "support_thread": ("Звернення до підтримки", "Conversations with support"),
    "support_message": ("Листування з підтримкою", "Messages to and from support"),
    "survey_reply": ("Ваші відповіді на опитування", "What you answered in surveys"),
    "survey_text": ("Відповіді на опитування вашими словами", "Answers to surveys in your own words"),
    "alert": ("Підозри щодо облікового запису", "Suspicions about the account"),
    "alert_evidence": ("Події, що викликали підозру", "Events that caused a suspicion"),
    "alert_step": ("Розгляд підозр", "How suspicions were looked into"),
    "audit_detail": ("Журнал дій із вашими даними", "Log of actions on your data"),
}

COLUMNS: dict[str, Words] = {
    "phone": ("Телефон", "Phone"),
    "email": ("Електронна пошта", "E-mail"),
    "first_name": ("Ім'я", "First name"),
    "last_name": ("Прізвище", "Last name"),
    "phone_index": ("Пошуковий відбиток телефону", "Search digest of the phone"),
    "phone_tail_index": ("Пошуковий відбиток останніх цифр телефону", "Search digest of the last digits"),
    "email_index": ("Пошуковий відбиток пошти", "Search digest of the e-mail"),
    "word_index": ("Пошуковий відбиток слова імені", "Search digest of a word of the name"),
    "email_confirmed_at": ("Пошту підтверджено", "E-mail confirmed"),
    "language": ("Мова", "Language"),
    "block_reason": ("Причина блокування", "Reason for blocking"),
    "blocked_at": ("Заблоковано", "Blocked"),
    "kind": ("Вид", "Kind"),
    "started_at": ("Початок", "Started"),
    "last_used_at": ("Востаннє", "Last used"),
    "ip": ("IP-адреса", "IP address"),
    "client": ("Застосунок", "Client"),
    "city": ("Населений пункт", "Town"),
    "street": ("Вулиця", "Street"),
    "building": ("Будинок", "Building"),
    "apartment": ("Квартира", "Apartment"),
    "number": ("Номер", "Number"),
    "account_id": ("Запис рахунку", "Account record"),
    "linked_at": ("Прив'язано", "Linked"),
    "ended_at": ("Відв'язано", "Unlinked"),
    "serial_number": ("Заводський номер", "Serial number"),
    "value": ("Значення", "Value"),
    "read_at": ("Знято", "Read at"),
    "start": ("Початок", "Beginning"),
    "used": ("Споживання за інтервалами", "Use by interval"),
    "deemed_at": ("Враховано станом на", "Counts for"),
    "photo_ref": ("Фото", "Photo"),
    "findings": ("Висновки перевірки", "Findings"),
    "reason": ("Підстава", "Reason"),
    "document_number": ("Номер документа", "Number of the document"),
    "amount": ("Сума, грн", "Amount, UAH"),
    "due_on": ("Сплатити до", "Due on"),
    "period": ("Місяць", "Month"),
    "issued_on": ("Виставлено", "Issued on"),
    "paid_at": ("Сплачено", "Paid at"),
    "returned_document": ("Повернено за документом", "Document that was returned"),
    "charged": ("Нараховано, грн", "Charged, UAH"),
    "paid": ("Сплачено, грн", "Paid, UAH"),
    "overdue": ("Прострочено, грн", "Overdue, UAH"),
    "overdue_since": ("Прострочено з", "Overdue since"),
    "next_due_on": ("Найближчий строк оплати", "Next due on"),
    "next_due": ("До сплати, грн", "Due next, UAH"),
    "subject": ("Тема", "Subject"),
    "body": ("Зміст", "Content"),
    "recipient": ("Одержувач", "Recipient"),
    "outcome": ("Результат", "Outcome"),
    "queued_at": ("Поставлено в чергу", "Queued"),
    "sent_at": ("Надіслано", "Sent"),
    "at": ("Час", "Time"),
    "detail": ("Подробиці", "Detail"),
    "category": ("Категорія", "Category"),
    "channel": ("Канал", "Channel"),
    "enabled": ("Увімкнено", "Enabled"),
    "evidence": ("Підтвердження", "Evidence"),
    "applicant_name": ("Заявник", "Applicant"),
    "applicant_contact": ("Контакт заявника", "Applicant's contact"),
    "representative_name": ("Представник", "Representative"),
    "representative_authority": ("Чим підтверджено повноваження", "Authority of the representative"),
    "sender_index": ("Пошуковий відбиток контакту заявника", "Search digest of the applicant's contact"),
    "mail_index": ("Пошуковий відбиток листа", "Search digest of the e-mail"),
    "told_how": ("Як вас сповіщено", "How you were told"),
    "sent_reference": ("Номер листа одержувачеві", "Number of the letter to the recipient"),
    "sender_name": ("Відправник", "Sender"),
    "sender_address": ("Адреса відправника", "Sender's address"),
    "attachments": ("Вкладення", "Attachments"),
    "discard_reason": ("Чому не є зверненням", "Why it is no request"),
    "text": ("Зміст звернення", "Text"),
    "proof_method": ("Як підтверджено особу", "Proof of identity"),
    "decision_article": ("Норма закону", "Provision of law"),
    "document_ref": ("Документ", "Document"),
    "ground": ("Підстава", "Ground"),
    "done_by": ("Хто виконав", "Who did it"),
    "recipient_name": ("Одержувач", "Recipient"),
    "recipient_index": ("Пошуковий відбиток одержувача", "Search digest of the recipient"),
    "decision_reason": ("Обґрунтування рішення", "Reason of the decision"),
    "note": ("Примітка", "Note"),
    "excuse": ("Чому закрито без підтвердження", "Why it was closed without a receipt"),
    "token": ("Ключ пристрою для push", "Push token of the device"),
    "token_index": ("Пошуковий відбиток ключа пристрою", "Search digest of the push token"),
    "platform": ("Платформа", "Platform"),
    "app_version": ("Версія застосунку", "Version of the app"),
    "registered_at": ("Зареєстровано", "Registered"),
    "contact": ("Контакт", "Contact"),
    "contact_index": ("Пошуковий відбиток контакту", "Search digest of the contact"),
    "suppressed_at": ("Внесено до стоп-листа", "Put on the stop list"),
    "day": ("День", "Day"),
    "messages": ("Сповіщень", "Messages"),
    "policy_version": ("Редакція політики", "Version of the policy"),
    "how": ("Як прийнято", "How accepted"),
    "device_at": ("Час за годинником пристрою", "Time by the clock of the device"),
    "received_at": ("Надійшло", "Received"),
    "ip_index": ("Пошуковий відбиток IP-адреси", "Search digest of the IP address"),
    "network": ("Мережа (скорочена IP-адреса)", "Network (shortened IP address)"),
    "os_version": ("Версія операційної системи", "Version of the operating system"),
    "device": ("Модель пристрою", "Model of the device"),
    "utility_id": ("Постачальник", "Utility"),
    "screen": ("Екран застосунку", "Screen of the app"),
    "survey": ("Опитування", "Survey"),
    "answers": ("Питання й відповіді", "Questions and answers"),
    "answered_at": ("Коли відповіли", "Answered"),
    "words": ("Ваші слова", "Your words"),
    "message": ("Текст помилки", "Text of the error"),
    "address": ("IP-адреса", "IP address"),
    "measured": ("Виміряно", "Measured"),
    "first_at": ("Перша подія", "First event"),
    "last_at": ("Остання подія", "Last event"),
    "what": ("Подія", "Event"),
    "weight": ("Скільки разів враховано", "Counted for"),
    "numbers": ("Числа", "Numbers"),
}

PURPOSES: dict[Purpose, Words] = {
    Purpose.OPERATION: ("робота системи", "running the system"),
    Purpose.SERVICE: ("надання послуг застосунку", "providing the services of the app"),
    Purpose.BILLING: ("облік спожитих послуг і розрахунки", "metering and billing"),
    Purpose.NOTIFICATION: ("сповіщення", "notifying"),
    Purpose.SUPPORT: ("підтримка", "support"),
    Purpose.LEGAL: ("виконання вимог закону, доказ розгляду", "legal duties, proof of how requests were handled"),
    Purpose.SECURITY: ("захист від шахрайства та зловживань", "protection from fraud and abuse"),
    Purpose.SURVEYS: ("опитування", "surveys"),
}

#: The ground in law, by purpose (2297-VI, art. 11(1)).
GROUNDS: dict[Purpose, Words] = {
    Purpose.OPERATION: (
        "законний інтерес володільця (ст. 11, ч. 1, п. 6)",
        "a legitimate interest of the controller (art. 11(1)(6))",
    ),
    Purpose.SERVICE: (
        "договір про користування застосунком (ст. 11, ч. 1, п. 3)",
        "the contract on using the app (art. 11(1)(3))",
    ),
    Purpose.BILLING: (
        "договір про житлово-комунальну послугу (ст. 11, ч. 1, п. 3)",
        "the contract on the utility service (art. 11(1)(3))",
    ),
    Purpose.NOTIFICATION: (
        "договір, а для новин і реклами — ваша згода (ст. 11, ч. 1, п. 3 і 1)",
        "the contract; for news and marketing, your consent (art. 11(1)(3) and (1))",
    ),
    Purpose.SUPPORT: (
        "ваше звернення й договір (ст. 11, ч. 1, п. 3)",
        "your request and the contract (art. 11(1)(3))",
    ),
    Purpose.LEGAL: (
        "обов'язок володільця за законом (ст. 11, ч. 1, п. 5)",
        "a duty of the controller in law (art. 11(1)(5))",
    ),
    Purpose.SECURITY: (
        "законний інтерес: захист від зловживань (ст. 11, ч. 1, п. 6)",
        "a legitimate interest: protection from abuse (art. 11(1)(6))",
    ),
    Purpose.SURVEYS: (
        "ваша згода: ви відповідаєте, якщо бажаєте (ст. 11, ч. 1, п. 1)",
        "your consent: you answer if you like (art. 11(1)(1))",
    ),
}

_YOU = ("від вас", "from you")
_APP = ("із вашого застосунку", "from your app")
_UTILITY = ("від постачальника послуги", "from the utility")
_PAID = ("від постачальника послуги або платіжної системи", "from the utility or the payment system")
_METERED = ("від вас, постачальника послуги або приладу обліку", "from you, the utility or the meter")
_MADE = ("створено під час роботи застосунку", "made as the app works")
_SUPPORT = ("від вас і від нашої підтримки", "from you and from our support")
_ASKED = ("із вашого звернення", "from your request")

#: Where the data of a table comes from (2297-VI, art. 8(2)(1)).
SOURCES: dict[str, Words] = {
    "app_user": _YOU,
    "user_name_word": _MADE,
    "phone_verification": _YOU,
    "email_verification": _YOU,
    "session": _APP,
    "security_event": _MADE,
    "data_duty": _MADE,
    "usage_point": _UTILITY,
    "account": _UTILITY,
    "account_link": _YOU,
    "meter": _UTILITY,
    "reading": _METERED,
    "interval_block": _METERED,
    "reading_version": _MADE,
    "charge": _UTILITY,
    "payment": _PAID,
    "balance": _MADE,
    "billing_notice": _MADE,
    "notification": _MADE,
    "notification_event": _MADE,
    "preference_change": _YOU,
    "preference": _YOU,
    "device": _APP,
    "suppressed_contact": _MADE,
    "privacy_request": _ASKED,
    "intake_draft": _ASKED,
    "restriction_lifting": _MADE,
    "privacy_step": _MADE,
    "privacy_rectification": _ASKED,
    "privacy_hold": _MADE,
    "sender_count": _MADE,
    "policy_acceptance": _APP,
    "activity_event": _APP,
    "crash_report": _APP,
    "support_thread": _YOU,
    "support_message": _SUPPORT,
    "survey_reply": _YOU,
    "survey_text": _YOU,
    "alert": _MADE,
    "alert_evidence": _MADE,
    "alert_step": _MADE,
}

#: Sources of what a person gave, or gives by using the services: what they may take elsewhere (GDPR, art. 20(1)).
GIVEN: frozenset[Words] = frozenset({_YOU, _APP, _METERED})

RETENTIONS: dict[Retention, Words] = {
    Retention.FOREVER: ("безстроково: стосується місця, а не особи", "without limit: about a place, not a person"),
    Retention.ACCOUNT_LIFE: ("доки існує обліковий запис", "as long as the account exists"),
    Retention.BILLING_TERM: (
        "доки діє особовий рахунок і три роки після його закриття — строк позовної давності (ЦК, ст. 257)",
        "as long as the account, and three years behind its end, the limitation period (Civil Code, art. 257)",
    ),
    Retention.THREE_YEARS: ("три роки", "three years"),
    Retention.REQUEST_PROOF: (
        "три роки після розгляду звернення, а якщо обмеження ще діє чи одержувач ще не відповів — доки це триває",
        "three years after the request was decided, and as long as a restriction binds or a recipient has not answered",
    ),
    Retention.ONE_YEAR: ("один рік", "one year"),
    Retention.HALF_YEAR: ("182 дні", "182 days"),
    Retention.ONE_MONTH: ("30 днів", "30 days"),
    Retention.ONE_DAY: ("одна доба", "one day"),
}

CLASSES: dict[int, Words] = {
    DataClass.DATA_CLASS_IDENTITY: ("відомості про особу", "identity"),
    DataClass.DATA_CLASS_CONTACT: ("контакти", "contact"),
    DataClass.DATA_CLASS_CONSUMPTION: ("споживання", "consumption"),
    DataClass.DATA_CLASS_LOCATION: ("адреса", "location"),
    DataClass.DATA_CLASS_FINANCIAL: ("розрахунки", "financial"),
    DataClass.DATA_CLASS_BEHAVIOUR: ("дії в застосунку", "behaviour"),
}

#: Why erasure leaves a column, by purpose.
KEPT: dict[Purpose, Words] = {
    Purpose.BILLING: (
        "потрібно для розрахунків до кінця строку позовної давності (ЦК, ст. 257); з особою вже не пов'язано",
        "needed for billing until the limitation period ends (Civil Code, art. 257); no longer linked to the person",
    ),
    Purpose.SERVICE: (
        "стосується місця, а не особи",
        "about a place, not a person",
    ),
    Purpose.LEGAL: (
        "доказ, якого вимагає закон: без імені й контактів або під власним ключем звернення",
        "proof that law demands: without name and contact, or sealed with the request's own key",
    ),
    Purpose.NOTIFICATION: (
        "лише час і ознака, без змісту та адресата",
        "only an instant or a mark, without content or addressee",
    ),
    Purpose.SECURITY: (
        "лише час, без імені та адреси",
        "only an instant, without a name or an address",
    ),
    Purpose.SUPPORT: ("без імені та адреси", "without a name or an address"),
    Purpose.SURVEYS: ("лише кількість відповідей, без осіб", "only how many answered, without persons"),
    Purpose.OPERATION: ("не є персональними даними", "not personal data"),
}

OUTCOMES: dict[str, Words] = {
    "fulfilled": ("задоволено", "fulfilled"),
    "answered": ("надано відповідь", "answered"),
    "refused": ("відмовлено: {reason} ({article})", "refused: {reason} ({article})"),
    "duplicate": ("повторює звернення {number}; відповідь буде на нього", "repeats {number}, which will be answered"),
    "erased": (
        "дані знищено: ключ особи знищено, перевірено {bytes:байт/байти/байтів}, нічого не знайдено",
        "erased: the person's key is destroyed; {bytes:byte/bytes} scanned, nothing found",
    ),
    "erased in part": (
        "ключ особи знищено; знищення ще перевіряють",
        "the person's key is destroyed; the erasure is still being verified",
    ),
    "awaiting": (
        "очікуємо підтвердження від тих, кому дані передано: {names}",
        "receipts of those who received the data are awaited: {names}",
    ),
    "told by all": (
        "усіх, кому дані передано, сповіщено",
        "all who received the data have been told",
    ),
    "unknown": ("даних про заявника немає", "nothing is held about the applicant"),
}


#: What a scan found, for those who work on it: names of files are nobody else's.
REMAINS: Words = ("знайдено залишки: {remains}", "remains found: {remains}")


#: Between what is said in Ukrainian and the same in English.
_BETWEEN = " / "


def both(words: Words) -> str:
    return _BETWEEN.join(words)


def halves(text: str) -> Words:
    """What `both` made of them: what is filled in stands in each half, so that the divider is the one in the middle."""
    parts = text.split(_BETWEEN)
    middle = len(parts) // 2
    return (_BETWEEN.join(parts[:middle]), _BETWEEN.join(parts[middle:])) if len(parts) % 2 == 0 else (text, text)


def joined(*texts: str) -> str:
    """Several that `both` made as one: all of the Ukrainian, then all of the English."""
    ukrainian, english = zip(*map(halves, texts), strict=True)
    return both(("; ".join(ukrainian), "; ".join(english)))


def decided(outcome: str) -> str:
    """The first clause of an outcome, in Ukrainian: how it was decided. It stands in front also where each clause is in
    both languages by itself, as they were written once."""
    return outcome.partition(_BETWEEN)[0].partition("; ")[0]


#: Who looks at people's data, and why, as the people are told.
OPERATOR = ("працівник володільця", "staff of the controller")
PARTNER = ("партнер", "a partner")
ROLES: dict[int, Words] = {
    OperatorRole.OPERATOR_ROLE_SUPPORT: ("підтримка", "support"),
    OperatorRole.OPERATOR_ROLE_METERING: ("облік", "metering"),
    OperatorRole.OPERATOR_ROLE_DISPATCHER: ("диспетчерська", "dispatchers"),
    OperatorRole.OPERATOR_ROLE_PRIVACY_OFFICER: ("захист персональних даних", "data protection"),
    OperatorRole.OPERATOR_ROLE_SECURITY: ("безпека", "security"),
    OperatorRole.OPERATOR_ROLE_ADMINISTRATOR: ("адміністрування", "administration"),
    OperatorRole.OPERATOR_ROLE_AUDITOR: ("аудит", "audit"),
}
LOOKS: dict[int, Words] = {
    LookPurpose.LOOK_PURPOSE_SUPPORT: ("відповідь на звернення до підтримки", "answering a support request"),
    LookPurpose.LOOK_PURPOSE_METERING: ("облік показань і лічильників", "keeping readings and meters"),
    LookPurpose.LOOK_PURPOSE_BILLING: ("нарахування, оплати й борги", "charges, payments and debts"),
    LookPurpose.LOOK_PURPOSE_DELIVERY: ("сповіщення та роботи на мережах", "messages and works"),
    LookPurpose.LOOK_PURPOSE_PRIVACY_REQUEST: (
        "розгляд звернення суб'єкта персональних даних",
        "handling a request about one's own data",
    ),
    LookPurpose.LOOK_PURPOSE_SECURITY: ("розслідування порушення безпеки", "looking into a breach of security"),
    LookPurpose.LOOK_PURPOSE_SUPERVISION: ("контроль за роботою працівників", "supervising the work of staff"),
}
BY_GRANT = ("за наданим доступом (мету вказано вище)", "by its grant, whose purpose stands above")
UNSTATED = ("робота зі списками", "work with lists")
