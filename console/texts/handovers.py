"""What one shift tells the next."""

UK = {
    "area.handovers": "Передача зміни",
    "list.empty.handovers": "Попередня зміна нічого не передала. n — написати наступній.",
    "action.handover_write": "передати наступній зміні",
    "handover.author": "Хто передає",
    "handover.text": "Що передати",
    "handover.kept": "Запис побачать оператори наступних змін; за тридцять днів його буде знищено.",
}

EN = {
    "area.handovers": "Hand-over",
    "list.empty.handovers": "The shift before left no note. n writes one for the next.",
    "action.handover_write": "tell the next shift",
    "handover.author": "Who hands over",
    "handover.text": "What to tell",
    "handover.kept": "Operators of the next shifts see it; it goes after thirty days.",
}
