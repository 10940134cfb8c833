"""The official romanisation of Ukrainian, and what it makes of a text of SMS."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.notifications import sms
from server.notifications.transliteration import transliterated

LETTERS = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
UKRAINIAN = st.text(st.sampled_from(LETTERS + LETTERS.upper() + "'’ʼ"))
GSM7 = st.text(st.sampled_from(sorted(sms.GSM7_BASIC | sms.GSM7_EXTENDED)))


@pytest.mark.parametrize(
    ("ukrainian", "latin"),
    [
        # The examples of the resolution itself.
        ("Алушта", "Alushta"),
        ("Борщагівка", "Borshchahivka"),
        ("Вінниця", "Vinnytsia"),
        ("Гадяч", "Hadiach"),
        ("Згорани", "Zghorany"),
        ("Ґалаґан", "Galagan"),
        ("Ґорґани", "Gorgany"),
        ("Донецьк", "Donetsk"),
        ("Рівне", "Rivne"),
        ("Єнакієве", "Yenakiieve"),
        ("Гаєвич", "Haievych"),
        ("Короп'є", "Koropie"),
        ("Житомир", "Zhytomyr"),
        ("Жежелів", "Zhezheliv"),
        ("Закарпаття", "Zakarpattia"),
        ("Медвин", "Medvyn"),
        ("Михайленко", "Mykhailenko"),
        ("Іванків", "Ivankiv"),
        ("Їжакевич", "Yizhakevych"),
        ("Кадиївка", "Kadyivka"),
        ("Мар'їне", "Marine"),
        ("Йосипівка", "Yosypivka"),
        ("Стрий", "Stryi"),
        ("Олексій", "Oleksii"),
        ("Київ", "Kyiv"),
        ("Лебедин", "Lebedyn"),
        ("Розгон", "Rozghon"),
        ("Устилуг", "Ustyluh"),
        ("Фастів", "Fastiv"),
        ("Харків", "Kharkiv"),
        ("Біла Церква", "Bila Tserkva"),
        ("Чернівці", "Chernivtsi"),
        ("Шостка", "Shostka"),
        ("Гоща", "Hoshcha"),
        ("Русь", "Rus"),
        ("Юрій", "Yurii"),
        ("Корюківка", "Koriukivka"),
        ("Яготин", "Yahotyn"),
        ("Костянтин", "Kostiantyn"),
        ("Знам'янка", "Znamianka"),
        ("Феодосія", "Feodosiia"),
        # Beyond them: capitals, hyphens, typographic marks.
        ("ЩО", "SHCHO"),
        ("Що", "Shcho"),
        ("Я", "Ya"),
        ("АЯ", "AIA"),
        ("ЗГОДА", "ZGHODA"),
        ("Івано-Яворів", "Ivano-Yavoriv"),
        ("об’єкт", "obiekt"),
        ("«Вода» — 5 м³, №7…", '"Voda" - 5 m3, No7...'),
        ("120 ₴", "120 UAH"),
        ("'Яблуко'", "'Yabluko'"),
    ],
)
def test_words(ukrainian: str, latin: str) -> None:
    assert transliterated(ukrainian) == latin


def test_decomposed_letters_are_the_same_letters() -> None:
    assert transliterated("\u0456\u0308\u0436\u0430\u043a, \u0438\u0306\u043e\u0434") == "yizhak, yod"


@given(st.lists(UKRAINIAN | GSM7 | st.text("0123456789 .,-")))
def test_ukrainian_becomes_gsm7_without_a_question_mark(words: list[str]) -> None:
    text = "".join(words)
    made = transliterated(text)
    assert sms.is_gsm7(made), made
    assert made.count("?") == text.count("?")


@given(GSM7)
def test_what_is_gsm7_already_stays(text: str) -> None:
    assert transliterated(text) == text


@given(st.text())
def test_nothing_is_replaced_by_a_question_mark(text: str) -> None:
    assert transliterated(text).count("?") == text.count("?")


@given(UKRAINIAN, st.sampled_from("ыэъё漢😀ą"))
def test_what_has_no_place_in_the_table_stays_and_makes_it_ucs2(text: str, odd: str) -> None:
    made = transliterated(f"{text} {odd}")
    assert odd in made
    assert not sms.split(made).gsm7


@given(UKRAINIAN)
def test_it_is_the_same_done_twice(text: str) -> None:
    assert transliterated(transliterated(text)) == transliterated(text)
