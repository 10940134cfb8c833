"""What is uploaded to the company's own site, and how far that has come."""

from peewee import BigIntegerField, IntegerField, SmallIntegerField

from storage.columns import system
from storage.models.base import Base


class PhoneUpload(Base):
    """The upload of phones; one row, which whoever takes the next step holds until `next_at`."""

    id = system(SmallIntegerField(primary_key=True))
    export_id = system(BigIntegerField())  # 0 between two uploads
    begun_at = system(BigIntegerField())
    part = system(IntegerField())  # parts that the site has
    behind = system(BigIntegerField())  # the last user in them
    total = system(BigIntegerField())  # phones in them
    failures = system(IntegerField())  # in a row
    next_at = system(BigIntegerField())
    finished_at = system(BigIntegerField())  # when the site had the whole of one last; 0 for never

    class Meta:
        table_name = "phone_upload"


TABLES = (PhoneUpload,)
