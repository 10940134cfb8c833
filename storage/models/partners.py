"""Partners, their keys, and what each was granted to see."""

from peewee import BigIntegerField, BlobField, IntegerField, SmallIntegerField, TextField

from storage.columns import system
from storage.models.base import Base


class Partner(Base):
    """A utility, a state body, a payment system, a bank, the app's gateway."""

    id = system(BigIntegerField(primary_key=True))
    kind = system(SmallIntegerField(index=True))  # smartregion.v1.PartnerKind
    name_uk = system(TextField())
    name_en = system(TextField())
    registry_code = system(TextField(default=""))
    contact_email = system(TextField(default=""))  # of the organisation, not of a person
    commodities = system(IntegerField(default=0))  # bit n: commodity n
    state = system(SmallIntegerField(default=1))
    certificate_sha256 = system(TextField(default=""))
    created_at = system(BigIntegerField())
    version = system(IntegerField(default=1))

    class Meta:
        table_name = "partner"


class PartnerKey(Base):
    """A key, stored as its SHA-256: it has 256 random bits, so a slow hash adds nothing."""

    id = system(BigIntegerField(primary_key=True))
    partner_id = system(BigIntegerField(index=True))
    prefix = system(TextField())
    secret_hash = system(BlobField(unique=True))
    permissions = system(TextField(default=""))  # numbers of smartregion.v1.Permission, comma-separated
    note = system(TextField(default=""))
    created_at = system(BigIntegerField())
    expires_at = system(BigIntegerField())
    revoked_at = system(BigIntegerField(null=True))
    last_used_at = system(BigIntegerField(null=True))

    class Meta:
        table_name = "partner_key"


class AccessGrant(Base):
    """Which data classes a partner may see of the accounts of a utility, why, and how long."""

    id = system(BigIntegerField(primary_key=True))
    partner_id = system(BigIntegerField(index=True))
    utility_id = system(BigIntegerField(index=True))
    data_classes = system(IntegerField())  # bit n: class n of smartregion.v1.DataClass
    purpose = system(TextField())
    legal_ground = system(TextField())
    effective_from = system(TextField())  # ISO date
    effective_to = system(TextField(null=True))
    created_at = system(BigIntegerField())
    revoked_at = system(BigIntegerField(null=True))

    class Meta:
        table_name = "access_grant"


TABLES = (Partner, PartnerKey, AccessGrant)
