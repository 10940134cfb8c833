"""Surveys: what is asked, and what is told of the answers."""

UK = {
    "list.empty.surveys": "Опитувань ще немає. n — скласти перше.",
    "area.surveys": "Опитування",
    "action.survey_open": "лише відкриті",
    "action.survey_create": "нове опитування",
    "action.survey_edit": "змінити чернетку",
    "action.survey_audience": "для кого",
    "action.survey_publish": "опублікувати",
    "action.survey_close": "завершити",
    "action.survey_discard": "відкинути чернетку",
    "action.survey_texts": "відповіді словами",
    "action.survey_export": "зберегти у CSV",
    "column.survey": "Опитування",
    "column.answered": "Відповіли",
    "column.questions": "Питань",
    "column.until": "До",
    "survey_state.DRAFT": "чернетка",
    "survey_state.PUBLISHED": "опубліковано",
    "survey_state.CLOSED": "завершено",
    "survey_state.DISCARDED": "відкинуто",
    "survey.open": "триває",
    "survey.opens_later": "почнеться",
    "survey.over": "час вийшов",
    "survey.opens": "Початок",
    "survey.closes": "Триває до",
    "survey.closed": "Завершено",
    "survey.audience_size": "Абонентів",
    "survey.author": "Хто склав",
    "survey.editor": "Хто змінив",
    "survey.publisher": "Хто опублікував",
    "survey.invitation": "Запрошення",
    "survey.told": "Запрошено",
    "survey.delivered": "Доставлено",
    "survey.failed": "Не доставлено",
    "survey.suppressed": "Не запрошено",
    "survey.all_invited": "✔ усіх запрошено {at}",
    "survey.being_invited": "… запрошення тривають",
    "survey.results": "Результати",
    "survey.answered.one": "Відповів {number} абонент",
    "survey.answered.few": "Відповіли {number} абоненти",
    "survey.answered.many": "Відповіли {number} абонентів",
    "survey.too_few": "Відповідей ще замало: показують лише те, за чим нікого не впізнати (від {number} осіб).",
    "survey.by_steps": (
        "Поки опитування триває, показано не все: числа оновлюються щонайменше по {number} відповідей, решту буде "
        "видно після завершення."
    ),
    "survey.people.one": "{number} відповідь",
    "survey.people.few": "{number} відповіді",
    "survey.people.many": "{number} відповідей",
    "survey.mean": "середня оцінка {mean}",
    "survey.wrote": "Своїми словами: щонайменше {people}. v — читати.",
    "survey.withheld": "Не показано, бо їх обрали або не обрали лише кілька абонентів: {answers}",
    "survey.alike": "Розподіл не показано: майже всі відповіли однаково, інакше — менше ніж {number} абонентів.",
    "survey.in_words": "своїми словами",
    "survey.scale": "оцінка від {low} до {high}",
    "survey.saved": "Чернетку «{title}» збережено.",
    "survey.audience_text": (
        "Опитування побачить той, для кого справджується все вказане; порожнє не обмежує. Хто саме підходить, "
        "перевіряють щоразу, коли абонент відкриває опитування."
    ),
    "survey.audience_kept": "Для кого «{title}» — збережено.",
    "survey.opens_asked": "Початок (порожньо — зараз)",
    "survey.closes_asked": "Триває до",
    "survey.publish_text.one": (
        "Зараз опитування для {number} абонента; питань: {asked}. Після публікації питання не змінити. Запрошення "
        "надійде, щойно опитування почнеться; хто вимкнув опитування, його не отримає. Введіть кількість абонентів."
    ),
    "survey.publish_text.few": (
        "Зараз опитування для {number} абонентів; питань: {asked}. Після публікації питання не змінити. Запрошення "
        "надійде, щойно опитування почнеться; хто вимкнув опитування, його не отримає. Введіть кількість абонентів."
    ),
    "survey.publish_text.many": (
        "Зараз опитування для {number} абонентів; питань: {asked}. Після публікації питання не змінити. Запрошення "
        "надійде, щойно опитування почнеться; хто вимкнув опитування, його не отримає. Введіть кількість абонентів."
    ),
    "survey.published": "Опитування «{title}» опубліковано.",
    "survey.close_text": "Більше ніхто не відповість, і знову відкрити опитування не можна. Покажуть усі відповіді.",
    "survey.close_phrase": "завершити",
    "survey.is_closed": "Опитування «{title}» завершено.",
    "survey.discard_text": "Чернетку буде відкинуто; опублікувати її вже не можна.",
    "survey.discard_phrase": "відкинути",
    "survey.discarded": "Чернетку «{title}» відкинуто.",
    "survey.question": "Питання",
    "survey.no_words": "У цьому опитуванні немає питань, на які відповідають своїми словами.",
    "survey.no_texts": "Показувати ще нічого: відповідей замало або вони з'являться згодом.",
    "survey.with_texts": "Разом із відповідями словами (без імен)",
    "survey.question_number": "Питання {number}",
    "field.title_uk": "Назва українською",
    "field.title_en": "Назва англійською",
    "field.intro_uk": "Вступ українською",
    "field.intro_en": "Вступ англійською",
    "field.questions": "Питання",
    "field.opens_at": "Початок",
    "field.closes_at": "Триває до",
    "survey_form.new": "Нове опитування",
    "survey_form.edit": "Чернетка опитування",
    "survey_form.title_uk": "Назва українською",
    "survey_form.title_en": "Назва англійською",
    "survey_form.intro_uk": "Вступ українською (можна без нього)",
    "survey_form.intro_en": "Вступ англійською",
    "survey_form.questions": "Питання, по одному в рядку",
    "survey_form.how": "Як писати питання",
    "survey_form.help": (
        "вид | українською | англійською | відповіді\n"
        "\n"
        "одне* | Чи тепло вдома? | Is it warm? | Так / Yes; Ні / No\n"
        "кілька | Що заважає? | What is wrong? | Шум / Noise; Пил / Dust\n"
        "шкала | Як вам послуга? | How is it? | 1–5; погано / bad; добре / good\n"
        "текст | Що змінити? | What to change?\n"
        "\n"
        "Зірочка після виду: на питання треба відповісти.\n"
        "Якщо в тексті є знак | ; або /, поставте перед ним \\."
    ),
    "survey_form.fault": "рядок {number}: {fault}",
    "survey_form.required": "обов'язкове",
    "survey_line.SINGLE": "одне",
    "survey_line.MULTIPLE": "кілька",
    "survey_line.SCALE": "шкала",
    "survey_line.TEXT": "текст",
    "survey_line.kinds": "одне, кілька, шкала, текст",
    "survey_line.kind": "«{word}» — не вид питання; є: {known}",
    "survey_line.parts": "має бути: вид | українською | англійською | відповіді",
    "survey_line.options": "потрібно від 2 до {most} варіантів через крапку з комою",
    "survey_line.same": "варіанти повторюються",
    "survey_line.both": "варіант «{text}» має бути обома мовами: Так / Yes",
    "survey_line.no_answers": "на таке питання відповідають своїми словами: варіантів не треба",
    "survey_line.scale": "шкала пишеться як 1–5, найбільше {highest}; потім, за бажання, два підписи",
    "survey_line.most": "питань має бути не більше ніж {most}",
}

EN = {
    "list.empty.surveys": "There are no surveys yet. n writes the first.",
    "area.surveys": "Surveys",
    "action.survey_open": "open ones only",
    "action.survey_create": "new survey",
    "action.survey_edit": "edit the draft",
    "action.survey_audience": "for whom",
    "action.survey_publish": "publish",
    "action.survey_close": "close",
    "action.survey_discard": "discard the draft",
    "action.survey_texts": "answers in words",
    "action.survey_export": "save as CSV",
    "column.survey": "Survey",
    "column.answered": "Answered",
    "column.questions": "Asks",
    "column.until": "Until",
    "survey_state.DRAFT": "draft",
    "survey_state.PUBLISHED": "published",
    "survey_state.CLOSED": "closed",
    "survey_state.DISCARDED": "discarded",
    "survey.open": "open",
    "survey.opens_later": "opens later",
    "survey.over": "time is up",
    "survey.opens": "Opens",
    "survey.closes": "Open until",
    "survey.closed": "Closed",
    "survey.audience_size": "Users meant",
    "survey.author": "Written by",
    "survey.editor": "Changed by",
    "survey.publisher": "Published by",
    "survey.invitation": "Invitation",
    "survey.told": "Invited",
    "survey.delivered": "Delivered",
    "survey.failed": "Not delivered",
    "survey.suppressed": "Not invited",
    "survey.all_invited": "✔ everybody was invited {at}",
    "survey.being_invited": "… people are being invited",
    "survey.results": "Results",
    "survey.answered.one": "{number} user answered",
    "survey.answered.other": "{number} users answered",
    "survey.too_few": "Too few answers yet: only what tells of nobody is shown (from {number} people on).",
    "survey.by_steps": (
        "While the survey is open not everything is shown: numbers move by {number} answers at least, and the rest is "
        "seen once it is closed."
    ),
    "survey.people.one": "{number} answer",
    "survey.people.other": "{number} answers",
    "survey.mean": "{mean} on average",
    "survey.wrote": "In their own words: {people} at least. v reads them.",
    "survey.withheld": "Not shown, because only a few users chose them or left them out: {answers}",
    "survey.alike": "How they part is not shown: nearly all gave one answer, fewer than {number} users another.",
    "survey.in_words": "in one's own words",
    "survey.scale": "from {low} to {high}",
    "survey.saved": "The draft “{title}” is saved.",
    "survey.audience_text": (
        "Everybody sees the survey for whom all of this holds; what is empty does not bound it. Who that is, is asked "
        "anew whenever a user opens the survey."
    ),
    "survey.audience_kept": "Whom “{title}” is for is saved.",
    "survey.opens_asked": "Opens (empty: now)",
    "survey.closes_asked": "Open until",
    "survey.publish_text.one": (
        "The survey is for {number} user now; questions: {asked}. Once published they can't be changed. The invitation "
        "goes out when the survey opens, and not to those who switched surveys off. Type how many users."
    ),
    "survey.publish_text.other": (
        "The survey is for {number} users now; questions: {asked}. Once published they can't be changed. The "
        "invitation goes out when the survey opens, and not to those who switched surveys off. Type how many users."
    ),
    "survey.published": "The survey “{title}” is published.",
    "survey.close_text": "Nobody can answer any more, and it does not open again. All answers will be shown.",
    "survey.close_phrase": "close",
    "survey.is_closed": "The survey “{title}” is closed.",
    "survey.discard_text": "The draft is discarded; it can't be published any more.",
    "survey.discard_phrase": "discard",
    "survey.discarded": "The draft “{title}” is discarded.",
    "survey.question": "Question",
    "survey.no_words": "No question of this survey is answered in one's own words.",
    "survey.no_texts": "Nothing to show yet: too few answers, or they are shown later.",
    "survey.with_texts": "With what people wrote (without names)",
    "survey.question_number": "Question {number}",
    "field.title_uk": "Title in Ukrainian",
    "field.title_en": "Title in English",
    "field.intro_uk": "Introduction in Ukrainian",
    "field.intro_en": "Introduction in English",
    "field.questions": "Questions",
    "field.opens_at": "Opens",
    "field.closes_at": "Open until",
    "survey_form.new": "New survey",
    "survey_form.edit": "Draft of a survey",
    "survey_form.title_uk": "Title in Ukrainian",
    "survey_form.title_en": "Title in English",
    "survey_form.intro_uk": "Introduction in Ukrainian (may be left out)",
    "survey_form.intro_en": "Introduction in English",
    "survey_form.questions": "Questions, one a line",
    "survey_form.how": "How questions are written",
    "survey_form.help": (
        "kind | Ukrainian | English | answers\n"
        "\n"
        "single* | Чи тепло вдома? | Is it warm? | Так / Yes; Ні / No\n"
        "multiple | Що заважає? | What is wrong? | Шум / Noise; Пил / Dust\n"
        "scale | Як вам послуга? | How is it? | 1–5; погано / bad; добре / good\n"
        "text | Що змінити? | What to change?\n"
        "\n"
        "An asterisk behind the kind: it must be answered.\n"
        "Where a text has the sign | ; or /, put a \\ before it."
    ),
    "survey_form.fault": "line {number}: {fault}",
    "survey_form.required": "required",
    "survey_line.SINGLE": "single",
    "survey_line.MULTIPLE": "multiple",
    "survey_line.SCALE": "scale",
    "survey_line.TEXT": "text",
    "survey_line.kinds": "single, multiple, scale, text",
    "survey_line.kind": "“{word}” is no kind of question; there are {known}",
    "survey_line.parts": "must be: kind | Ukrainian | English | answers",
    "survey_line.options": "takes 2 to {most} options with semicolons between them",
    "survey_line.same": "options are the same",
    "survey_line.both": "the option “{text}” must be in both languages: Так / Yes",
    "survey_line.no_answers": "is answered in one's own words: it has no options",
    "survey_line.scale": "a scale is written 1–5, {highest} at most; then, if you like, two labels",
    "survey_line.most": "there may be {most} questions at most",
}
