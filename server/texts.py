"""What people are told of an error, in both languages, by reason."""

REASONS: dict[str, dict[str, str]] = {
    "UNSPECIFIED": {"uk": "Сталася помилка сервера.", "en": "The server failed."},
    "INVALID_FIELD": {"uk": "Поле заповнене неправильно.", "en": "A field is not filled in correctly."},
    "MALFORMED_MESSAGE": {"uk": "Повідомлення пошкоджене.", "en": "The message is damaged."},
    "INVALID_PAGE_TOKEN": {
        "uk": "Позначка сторінки не від цього списку; відкрийте список знову.",
        "en": "The page token is not of this list; open the list again.",
    },
    "INVALID_RESUME_TOKEN": {
        "uk": "Позначка стеження не від цієї бази; почніть стеження знову.",
        "en": "The resume token is not of this database; watch anew.",
    },
    "INVALID_FIELD_MASK": {"uk": "Це поле не можна змінити.", "en": "This field can't be changed."},
    "UNAUTHENTICATED": {"uk": "Увійдіть знову.", "en": "Sign in again."},
    "WRONG_CREDENTIALS": {
        "uk": "Неправильне ім’я, пароль або код.",
        "en": "The name, the password or the code is wrong.",
    },
    "SECOND_FACTOR_REQUIRED": {
        "uk": "Введіть шість цифр із застосунку автентифікації.",
        "en": "Enter the six digits of the authenticator.",
    },
    "LOCKED_OUT": {
        "uk": "Забагато невдалих спроб. Спробуйте пізніше.",
        "en": "Too many failed attempts. Try again later.",
    },
    "PERMISSION_DENIED": {"uk": "Ваша роль цього не дозволяє.", "en": "Your role does not allow this."},
    "RATE_LIMITED": {"uk": "Забагато запитів. Зачекайте.", "en": "Too many requests. Wait a moment."},
    "NOT_FOUND": {"uk": "Не знайдено.", "en": "Not found."},
    "ALREADY_EXISTS": {"uk": "Таке вже є.", "en": "It exists already."},
    "STALE_ETAG": {
        "uk": "Хтось змінив це раніше. Перечитайте й повторіть.",
        "en": "Somebody changed it before you. Read it again and repeat.",
    },
    "REQUEST_ID_REUSED": {
        "uk": "Номер запиту вже використано для іншого запиту.",
        "en": "The request id was used for another request.",
    },
    "WRONG_STATE": {"uk": "У цьому стані так не можна.", "en": "The state does not allow this."},
    "SAME_PERSON": {
        "uk": "Потрібна інша особа: пропозицію внесли ви.",
        "en": "Another person is needed: the proposal is yours.",
    },
    "IDENTITY_NOT_PROVEN": {"uk": "Особу не підтверджено.", "en": "The identity is not proven."},
    "FORBIDDEN_BY_LAW": {"uk": "Закон цього не дозволяє.", "en": "The law does not allow this."},
    "CONFLICT": {"uk": "Це суперечить наявним записам.", "en": "This contradicts what is on record."},
    "REVISION_TOO_OLD": {
        "uk": "Стеження перервалося надовго; почніть його знову.",
        "en": "The watch was interrupted for too long; watch anew.",
    },
    "SLOW_CONSUMER": {"uk": "Дані не зчитуються вчасно.", "en": "The data is not read in time."},
    "LIMIT_EXCEEDED": {"uk": "Перевищено межу.", "en": "A limit is passed."},
    "UNAVAILABLE": {"uk": "Сервіс тимчасово недоступний.", "en": "The service is not available for now."},
    "UNKNOWN_CALL": {"uk": "Такого виклику немає.", "en": "There is no such call."},
    "CODE_REJECTED": {
        "uk": "Код неправильний або прострочений. Запитайте новий.",
        "en": "The code is wrong or has expired. Ask for a new one.",
    },
    "DEADLINE_EXCEEDED": {"uk": "Час на відповідь вичерпано.", "en": "The time for the answer is over."},
}

#: What people are told in Ukrainian of a rule that a file, or a row of one, breaks. English is the rule's own sentence.
RULES_UK: dict[str, str] = {
    "file.empty": "Файл порожній.",
    "file.packed": "Файл запаковано. Спершу розпакуйте його.",
    "file.binary": "Це не текстовий файл. Збережіть його як CSV, NEM13 або ESPI XML.",
    "file.encoding": "Файл записано в невідомому кодуванні. Відомі UTF-8, UTF-16 і Windows-1251.",
    "file.columns": "У файлі понад 100 стовпців або їх неможливо розрізнити.",
    "file.no_serial": "У файлі немає стовпця з номером лічильника.",
    "file.no_index": "У файлі немає стовпця з показанням.",
    "file.no_date": "У файлі немає стовпця з датою.",
    "file.day_month": "Із файлу не видно, що в датах перше: день чи місяць.",
    "file.register": "Для погодинних даних укажіть номер лічильника.",
    "file.declarations": "У файлі оголошено тип документа або сутності; показанням вони не потрібні.",
    "file.depth": "Вкладеність XML більша, ніж буває в показаннях.",
    "file.token": "У файлі є тег або текст довший за мегабайт.",
    "file.names": "У XML понад 1000 різних назв елементів і атрибутів або назва довша за 400 символів.",
    "file.step": "Інтервали коротші за хвилину, довші за добу або не цілі секунди.",
    "interval.base": "Невідомо, що показував лічильник на початку файлу. Передайте це показання або споживання "
    "від останнього прийнятого.",
    "line.length": "рядок довший за 65 536 байтів",
    "text.nul": "у рядку є нульовий байт",
    "text.encoding": "у рядку є байти не з цього кодування",
    "row.cells": "комірок не стільки, скільки в заголовку",
    "row.quote": "лапки не закрито",
    "cell.formula": "починається як формула",
    "cell.length": "довше за 50 символів",
    "cell.empty": "порожньо",
    "cell.line": "містить керівні символи",
    "photo.length": "довше за 200 символів",
    "date.syntax": "це не дата; пишіть 01.11.2026, 2026-11-01 або 01.11.2026 08:30",
    "date.range": "дата поза межами 1970–2099 років",
    "date.skipped": "такої години тієї ночі не було: годинник переводили",
    "date.valid": "такого дня немає в календарі",
    "tier.known": "такої зони немає",
    "quality.known": "такої якості ESPI немає",
    "version.number": "версія має бути цілим числом від 1",
    "state.known": "такого стану показання немає",
    "state.counts": "там, звідки файл, це показання не враховано, тож і тут не береться",
    "source.known": "такого джерела показання немає",
    "source.estimate": "це розрахунок, а не показання; тут розраховують за своїми показаннями",
    "decimal.syntax": "має бути число, наприклад 123,45",
    "decimal.negative": "не може бути від'ємним",
    "decimal.integer_digits": "понад 12 цифр до коми",
    "decimal.fraction_digits": "понад 6 цифр після коми",
    "nem13.fields": "поля не такі, як у записі 250",
    "nem13.unit": "одиниця не кВт·год",
    "nem13.quantity": "кількість суперечить двом показанням",
    "nem13.decrease": "показання зменшилося, і кількість від'ємна",
    "nem13.serial": "номер лічильника довший за 50 символів або з керівними символами",
    "nem13.order": "поточне показання не пізніше за попереднє",
    "nem13.record": "це не запис NEM13",
    "xml.cut": "файл обривається; прийнято те, що перед цим",
    "xml.syntax": "пошкоджений XML; прийнято те, що перед цим",
    "espi.unit": "одиниця не та, якою міряють цю послугу",
    "espi.type": "посилається на ReadingType, якого перед цим не було або він задалеко",
    "espi.register": "посилається на UsagePoint без номера лічильника або задалеко",
    "espi.value": "немає значення чи часу або вони поза межами",
    "espi.delta": "це споживання за інтервали, а не показання; імпортуйте як погодинні дані",
    "interval.order": "не йде за попереднім інтервалом або суперечить йому",
    "interval.step": "починається не на межі інтервалу",
    "interval.digits": "має бути менше за мільярд і щонайбільше з 18 цифрами після коми",
    "interval.alone": "інтервал один; його тривалість невідома",
    "interval.conflict": "за цей час уже записано інше споживання",
    "interval.gap": "перед цим немає даних: споживання збережено, а показання з'явиться, щойно хтось зніме його там",
    "interval.many": "інтервалів забагато для однієї відповіді; візьміть менший час",
    "register.household": "це лічильник іншої оселі",
    "account.service": "постачальник не надає цієї послуги",
    "register.known": "такого лічильника немає або він не ваш",
    "register.unique": "кілька лічильників мають цей номер; укажіть регістр",
    "string.entity_id": "має бути ідентифікатор із 13 символів",
    "required": "укажіть номер лічильника або регістр",
    "timestamp.valid": "це не мить від 1 до 9999 року",
    "delimiter.known": "роздільником не можуть бути лапки чи кінець рядка",
    "reading.decrease": "менше за попереднє прийняте показання; якщо лічильник перейшов через нуль, так і вкажіть",
    "reading.later_lower": "більше за пізніше прийняте показання",
    "register.digits": "не вміщається в розряди лічильника",
    "register.installed": "тоді цей лічильник ще не стояв або його вже зняли",
    "order.narrow": "за датою зняття можна впорядкувати лише показання одного лічильника, адреси або абонента",
    "order.queue": "за важливістю впорядковують лише показання на розгляді",
    "int32.gte_lte": "число поза дозволеними межами",
    "int32.gte": "число замале",
    "int32.lte": "число завелике",
    "double.gte_lte": "число поза дозволеними межами",
    "double.gte": "число замале",
    "double.gt": "число замале",
    "double.finite": "має бути число",
    "double.gte_lt": "число поза дозволеними межами",
    "double.gt_lte": "число поза дозволеними межами",
    "string.min_len": "заповніть це поле",
    "string.max_len": "текст задовгий",
    "string.in": "такого значення немає",
    "string.line": "має бути один рядок без керівних символів",
    "enum.defined_only": "такого значення немає",
    "repeated.max_items": "забагато значень",
}

#: What people are told in Ukrainian of a contradiction, by how its English sentence begins.
CONFLICTS_UK: dict[str, str] = {
    "the last that became of it was no review of yours": "Останнє рішення щодо цього показання не ваше або його вже "
    "скасовано.",
    "the review is more than": "Рішення вже не скасувати: минуло понад 30 секунд. Прийняте показання можна сторнувати.",
    "another reading of the same instant is accepted": "На цей самий час уже прийнято інше показання; спершу "
    "сторнуйте його.",
    "the index of an installation is corrected": "Показання встановлення виправляють заміною або зняттям лічильника.",
    "nothing can be estimated there": "Розрахувати тут нічого: замало історії або показання вже є.",
}


def told(reason: str, language: str, rule: str, message: str) -> str:
    """What people are told of an error: of the rule that was broken, or what contradicts; otherwise of the reason."""
    text = REASONS[reason][language]
    if language != "uk":
        return text
    if rule:
        return RULES_UK.get(rule, text)
    return next((said for begins, said in CONFLICTS_UK.items() if message.startswith(begins)), text)
