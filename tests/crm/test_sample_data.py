import pytest

from crm.case import Category
from crm.data_files import CITY_OFFICE, sample_rules, sample_units
from crm.messages import RoutingQuestion
from crm.phone_numbers import normalise
from crm.places import ward_by_code, wards
from crm.routing import RoutingDecision, route
from crm.topics import topics, topics_of
from tests.crm.moments import local

LE_CHAN, HAI_DUONG = "11383", "10525"


def ask(category: Category, topic: str | None = None, ward: str | None = None, text: str = "") -> RoutingDecision:
    question = RoutingQuestion(category, topic, ward, text)
    return route(question, sample_rules(), local("2026-08-19 09:00"), CITY_OFFICE)


def test_all_units_are_samples_that_nobody_can_be_reached_by() -> None:
    for unit in sample_units():
        assert unit.sample
        assert unit.phone.startswith("+842250")
        assert normalise(unit.phone) == unit.phone
        assert unit.email.endswith(".invalid")


def test_units_and_rules_have_names_of_their_own() -> None:
    assert len({unit.code for unit in sample_units()}) == len({unit.phone for unit in sample_units()})
    assert len({unit.code for unit in sample_units()}) == len(sample_units())
    assert len({rule.id for rule in sample_rules()}) == len(sample_rules())


def test_every_ward_has_its_committee() -> None:
    committees = {unit.code for unit in sample_units() if unit.kind == "committee"}
    assert committees == {f"ubnd_{ward.code}" for ward in wards()}


def test_every_rule_names_a_unit_a_topic_and_a_ward_that_there_are() -> None:
    units, keys = {unit.code for unit in sample_units()}, {topic.key: topic.category for topic in topics()}
    for rule in sample_rules():
        assert rule.unit in units
        assert rule.topic is None or keys[rule.topic] is rule.category
        assert rule.ward is None or ward_by_code(rule.ward)


@pytest.mark.parametrize("topic", [topic.key for topic in topics_of(Category.INFRASTRUCTURE)])
def test_every_infrastructure_topic_has_a_unit_wherever_it_happens(topic: str) -> None:
    for ward in (None, LE_CHAN, HAI_DUONG):
        assert not ask(Category.INFRASTRUCTURE, topic, ward).referral


@pytest.mark.parametrize("topic", [topic.key for topic in topics_of(Category.SOCIAL)])
def test_every_social_topic_has_a_unit_when_the_ward_is_known(topic: str) -> None:
    assert not ask(Category.SOCIAL, topic, LE_CHAN).referral


@pytest.mark.parametrize(
    ("category", "topic", "ward", "text", "unit"),
    [
        (Category.INFRASTRUCTURE, "power_lighting", LE_CHAN, "mất điện cả phố", "dien_luc"),
        (Category.INFRASTRUCTURE, "power_lighting", LE_CHAN, "den duong khong sang", "chieu_sang"),
        (Category.INFRASTRUCTURE, "water_supply", LE_CHAN, "mất nước", "cap_nuoc"),
        (Category.INFRASTRUCTURE, "water_supply", HAI_DUONG, "mất nước", "nuoc_sach_hai_duong"),
        (Category.INFRASTRUCTURE, "roads_signals", LE_CHAN, "ổ gà trên đường Ngô Quyền", "so_xay_dung"),
        (Category.INFRASTRUCTURE, "roads_signals", LE_CHAN, "ổ gà trong ngõ 25", "ubnd_11383"),
        (Category.INFRASTRUCTURE, "roads_signals", None, "đèn tín hiệu hỏng", "canh_sat_giao_thong"),
        (Category.INFRASTRUCTURE, "gas", None, "có mùi gas", "canh_sat_pccc"),
        (Category.SOCIAL, "noise", LE_CHAN, "hát karaoke", "ubnd_11383"),
        (Category.SOCIAL, "education", LE_CHAN, "lạm thu", "so_giao_duc_dao_tao"),
        (Category.SOCIAL, "other", LE_CHAN, "cho thuê nhà", "ubnd_11383"),
        (Category.SUGGESTION, None, None, "mở thêm tuyến xe buýt", "so_xay_dung"),
    ],
)
def test_the_sample_rules_send_everyday_matters_where_they_belong(
    category: Category, topic: str | None, ward: str | None, text: str, unit: str
) -> None:
    assert ask(category, topic, ward, text).unit == unit


@pytest.mark.parametrize(
    ("category", "topic", "text"),
    [
        (Category.SOCIAL, "noise", "hát karaoke"),  # the ward is not known
        (Category.INFRASTRUCTURE, "telecom_cables", "dây của VNPT và Viettel võng xuống đường"),  # two units
        (Category.SUGGESTION, None, "cải tạo vỉa hè trước bệnh viện"),  # two departments
        (Category.SUGGESTION, None, "nên vui hơn"),
    ],
)
def test_what_the_sample_rules_do_not_settle_goes_to_the_city_office(
    category: Category, topic: str | None, text: str
) -> None:
    decision = ask(category, topic, text=text)
    assert (decision.unit, decision.referral) == (CITY_OFFICE, True)


def test_every_other_rule_is_told_why_it_lost() -> None:
    decision = ask(Category.INFRASTRUCTURE, "water_supply")
    assert len(decision.losers) == len(sample_rules()) - 1
    assert all(loser.why for loser in decision.losers)
