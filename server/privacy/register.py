"""The register of processing activities (GDPR, art. 30), from what the columns declare of themselves and the grants."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from smartregion.v1 import retention_pb2 as pb

from server.codec import encode_id, from_bits
from server.privacy import wording
from server.privacy.processors import Processor
from storage.columns import DataClass, Purpose, Retention, declaration_of
from storage.models.partners import AccessGrant, Partner
from storage.repositories import subject


@dataclass(frozen=True)
class Data:
    """What one table holds for one purpose."""

    table: str
    classes: tuple[DataClass, ...]
    retentions: tuple[Retention, ...]
    sealed: bool


@dataclass(frozen=True)
class Activity:
    """A purpose, and everything that is processed for it."""

    purpose: Purpose
    data: tuple[Data, ...]

    @property
    def classes(self) -> frozenset[int]:
        return frozenset(one.value for data in self.data for one in data.classes)


def activities() -> list[Activity]:
    """Every purpose for which personal data of residents is processed."""
    found: dict[Purpose, list[Data]] = {}
    for model in subject.personal_models():
        columns: dict[Purpose, list[tuple[str, DataClass, Retention]]] = {}
        for field in subject.held_columns(model):
            declared = declaration_of(field)
            columns.setdefault(declared.purpose, []).append((field.name, declared.data_class, declared.retention))
        for purpose, held in columns.items():
            classes = tuple(dict.fromkeys(one for _, one, _ in held))
            retentions = tuple(dict.fromkeys(one for _, _, one in held))
            sealed = any(name.endswith("_sealed") for name, _, _ in held)
            found.setdefault(purpose, []).append(Data(model._meta.table_name, classes, retentions, sealed))
    return [Activity(purpose, tuple(found[purpose])) for purpose in Purpose if purpose in found]


#: For what messages go out: who carries them is a processor of these.
_CARRIED = frozenset({Purpose.NOTIFICATION, Purpose.SECURITY})


def to_message(
    activity: Activity, grants: Iterable[tuple[Partner, AccessGrant]], processors: Iterable[Processor]
) -> pb.ProcessingActivity:
    """An activity with those who may see data of its classes, and those who carry its messages."""
    purpose = wording.PURPOSES[activity.purpose]
    seeing = [(partner, grant) for partner, grant in grants if _sees(grant, activity)]
    return pb.ProcessingActivity(
        purpose_uk=purpose[0],
        purpose_en=purpose[1],
        data=[_data(one) for one in activity.data],
        recipients=[
            *(_recipient(partner, grant, activity.classes) for partner, grant in seeing),
            *(_carrier(one) for one in processors if activity.purpose in _CARRIED),
        ],
    )


def _sees(grant: AccessGrant, activity: Activity) -> bool:
    return bool(activity.classes & set(from_bits(grant.data_classes)))


def _data(one: Data) -> pb.ProcessedData:
    title, terms = wording.TABLES[one.table], [wording.RETENTIONS[term] for term in one.retentions]
    return pb.ProcessedData(
        table=one.table,
        title_uk=title[0],
        title_en=title[1],
        data_classes=_numbers(one.classes),
        retentions_uk=[uk for uk, _ in terms],
        retentions_en=[en for _, en in terms],
        sealed=one.sealed,
    )


def _numbers(classes: Sequence[DataClass]) -> list[int]:
    return [one.value for one in classes]


def _recipient(partner: Partner, grant: AccessGrant, classes: frozenset[int]) -> pb.ProcessingRecipient:
    return pb.ProcessingRecipient(
        partner_id=encode_id(partner.id),
        name_uk=partner.name_uk,
        name_en=partner.name_en,
        data_classes=sorted(classes & set(from_bits(grant.data_classes))),
        purpose=grant.purpose,
        legal_ground=grant.legal_ground,
    )


def _carrier(one: Processor) -> pb.ProcessingRecipient:
    """A processor that is no partner: it has one name, as the file of providers states it."""
    return pb.ProcessingRecipient(
        name_uk=one.name,
        name_en=one.name,
        data_classes=sorted(one.classes),
        purpose=wording.both(one.purpose),
        legal_ground=wording.both(one.ground),
        processor=True,
    )
