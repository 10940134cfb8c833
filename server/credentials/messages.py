"""What a phone is told with its code, in both languages."""

CODE_TEXTS = {
    "uk": "Код підтвердження: {code}. Дійсний 10 хвилин. Нікому його не повідомляйте.",
    "en": "Confirmation code: {code}. It is good for 10 minutes. Tell it to nobody.",
}
