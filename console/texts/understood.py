"""What was understood of what is being typed."""

UK = {
    "weekday.0": "понеділок",
    "weekday.1": "вівторок",
    "weekday.2": "середа",
    "weekday.3": "четвер",
    "weekday.4": "п'ятниця",
    "weekday.5": "субота",
    "weekday.6": "неділя",
    "form.understood": "= {value}",
    "form.not_understood": "ще не зрозуміло; пишуть так: {hint}",
}

EN = {
    "weekday.0": "Monday",
    "weekday.1": "Tuesday",
    "weekday.2": "Wednesday",
    "weekday.3": "Thursday",
    "weekday.4": "Friday",
    "weekday.5": "Saturday",
    "weekday.6": "Sunday",
    "form.understood": "= {value}",
    "form.not_understood": "not understood yet; it is written {hint}",
}
