"""The words to choose from: categories, topics, reasons; and how text is compared."""

import pytest

from crm.case import Category, SocialField
from crm.categories import CATEGORIES, SOCIAL_FIELD_NAMES, category_name
from crm.errors import NotFound
from crm.folding import contains_words, fold
from crm.reasons import no_case_reason, no_case_reasons, refusal_reason, refusal_reasons
from crm.topics import topic_name, topics, topics_of


def test_the_four_categories_stand_under_the_digits_and_articles_of_the_regulation() -> None:
    assert [(info.key, info.digit, info.article) for info in CATEGORIES] == [
        (Category.INFRASTRUCTURE, "1", "5.1"),
        (Category.SOCIAL, "2", "5.2"),
        (Category.SUGGESTION, "3", "5.3"),
        (Category.DIRECTIVE, "4", "5.4"),
    ]
    assert category_name(Category.SUGGESTION) == "Góp ý, hiến kế"
    assert set(SOCIAL_FIELD_NAMES) == set(SocialField)


def test_the_nine_topics_of_infrastructure_are_the_digits_one_to_nine() -> None:
    assert "".join(topic.digit or "?" for topic in topics_of(Category.INFRASTRUCTURE)) == "123456789"


def test_every_social_topic_proposes_a_line_of_the_report_and_no_other_does() -> None:
    assert len(topics_of(Category.SOCIAL)) == 11
    assert all((topic.social_field is not None) is (topic.category is Category.SOCIAL) for topic in topics())


def test_topic_keys_are_unique_and_named() -> None:
    assert len({topic.key for topic in topics()}) == len(topics())
    assert topic_name("water_supply") == "Cấp nước"
    assert topic_name("gone") == "gone"


def test_suggestions_and_directives_have_no_topics() -> None:
    assert topics_of(Category.SUGGESTION) == topics_of(Category.DIRECTIVE) == ()


def test_a_refusal_rests_on_an_article() -> None:
    assert all(reason.article for reason in refusal_reasons())
    assert refusal_reason("complaint_denunciation").article == "1.2"
    assert {"1.2", "4.7"} <= {reason.article for reason in refusal_reasons()}


def test_reasons_have_keys_of_their_own() -> None:
    for reasons in (refusal_reasons(), no_case_reasons()):
        assert len({reason.key for reason in reasons}) == len(reasons)
    assert no_case_reason("wrong_number").name == "Gọi nhầm số"


def test_an_unknown_reason_is_refused() -> None:
    with pytest.raises(NotFound, match="weather"):
        refusal_reason("weather")
    with pytest.raises(NotFound, match="weather"):
        no_case_reason("weather")


@pytest.mark.parametrize(
    "text", ["Đường  Lạch-Tray", "đường lạch tray", "DUONG LACH TRAY", "Đươ\u0300ng La\u0323ch Tray."]
)
def test_folded_text_has_no_diacritics_no_case_and_single_spaces(text: str) -> None:
    assert fold(text) == "duong lach tray"


def test_words_are_found_whole() -> None:
    assert contains_words("mat nuoc tu sang", "mat nuoc")
    assert not contains_words("mat nuocx", "mat nuoc")
