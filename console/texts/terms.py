"""The calendar of terms."""

UK = {
    "area.terms": "Строки",
    "list.empty.terms": "Немає нічого, що чекає відповіді.",
    "action.term_open": "перейти до справи",
    "action.term_earlier": "раніше",
    "action.term_later": "пізніше",
    "column.whom": "Хто",
    "order.due_first": "спершу найближчі",
    "order.due_last": "спершу найдальші",
    "term_kind.REQUEST": "Звернення",
    "term_kind.DUTY": "Вимога до отримувача",
    "term_kind.DISCLOSURE": "Передача даних",
    "term.study": "вивчити запит",
    "term.answer": "відповісти на запит",
    "term.calendar": "Календар строків",
    "term.legend": "▪ цей строк   ▫ інші строки",
    "term.several": "По кілька на день: {days}",
}

EN = {
    "area.terms": "Terms",
    "list.empty.terms": "Nothing waits for an answer.",
    "action.term_open": "go to it",
    "action.term_earlier": "earlier",
    "action.term_later": "later",
    "column.whom": "Who",
    "order.due_first": "nearest first",
    "order.due_last": "farthest first",
    "term_kind.REQUEST": "Request",
    "term_kind.DUTY": "Recipient's duty",
    "term_kind.DISCLOSURE": "Disclosure",
    "term.study": "study the request",
    "term.answer": "answer the request",
    "term.calendar": "Calendar of terms",
    "term.legend": "▪ this term   ▫ others",
    "term.several": "Several on one day: {days}",
}
