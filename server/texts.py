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
