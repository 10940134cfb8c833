"""Classes of personal data, choosing among them, and files of what leaves."""

UK = {
    "data_class.OPERATIONAL": "службове",
    "data_class.IDENTITY": "відомості про особу",
    "data_class.CONTACT": "контакти",
    "data_class.CONSUMPTION": "споживання",
    "data_class.LOCATION": "адреса",
    "data_class.FINANCIAL": "розрахунки",
    "data_class.BEHAVIOUR": "дії в застосунку",
    "file.there": "Файл {path} уже є: назвіть інший.",
    "file.bad": "Файл {path} не записати: {error}",
    "picker.keys": "Пробіл — позначити, Ctrl+S — далі, Esc — назад",
    "picker.marked.one": "позначено {count}",
    "picker.marked.few": "позначено {count}",
    "picker.marked.many": "позначено {count}",
}

EN = {
    "data_class.OPERATIONAL": "operational",
    "data_class.IDENTITY": "identity",
    "data_class.CONTACT": "contact",
    "data_class.CONSUMPTION": "consumption",
    "data_class.LOCATION": "location",
    "data_class.FINANCIAL": "financial",
    "data_class.BEHAVIOUR": "behaviour in the app",
    "file.there": "The file {path} is there already: name another.",
    "file.bad": "The file {path} can't be written: {error}",
    "picker.keys": "Space marks, Ctrl+S goes on, Esc goes back",
    "picker.marked.one": "{count} marked",
    "picker.marked.other": "{count} marked",
}
