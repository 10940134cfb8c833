"""Templates of messages."""

UK = {
    "list.empty.templates": "Шаблонів немає.",
    "area.templates": "Шаблони",
    "action.template_create": "новий шаблон",
    "action.template_edit": "нова версія",
    "action.template_recipient": "для однієї особи",
    "template.version": "версія {version}",
    "template.placeholders": "Що підставляється",
    "template.no_placeholders": "нічого: текст для всіх однаковий",
    "template.saved": "{name}: збережено версію {version}",
    "placeholder_kind.text": "текст",
    "placeholder_kind.number": "число, 12.5",
    "placeholder_kind.money": "гривні, 1234.50",
    "placeholder_kind.date": "день, 2026-11-25",
    "placeholder_kind.instant": "день і час із поясом",
}

EN = {
    "list.empty.templates": "No templates.",
    "area.templates": "Templates",
    "action.template_create": "new template",
    "action.template_edit": "new version",
    "action.template_recipient": "for one person",
    "template.version": "version {version}",
    "template.placeholders": "What is filled in",
    "template.no_placeholders": "nothing: the text is the same for all",
    "template.saved": "{name}: version {version} is saved",
    "placeholder_kind.text": "text",
    "placeholder_kind.number": "number, 12.5",
    "placeholder_kind.money": "hryvnias, 1234.50",
    "placeholder_kind.date": "day, 2026-11-25",
    "placeholder_kind.instant": "day and time with offset",
}
