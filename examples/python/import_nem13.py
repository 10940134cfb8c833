"""A partner's import: NEM13 files through ReadingService.ImportReadings, and what became of them.

The service is told where by SMARTREGION_TARGET and who by SMARTREGION_KEY, the key of a utility.
"""

import argparse
import hashlib
import os
import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import grpc
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from google.type.decimal_pb2 import Decimal
from nem13 import Read, Register, reads
from smartregion.v1 import account_service_pb2 as account
from smartregion.v1 import account_service_pb2_grpc as account_grpc
from smartregion.v1 import common_pb2 as common
from smartregion.v1 import reading_service_pb2 as reading
from smartregion.v1 import reading_service_pb2_grpc as reading_grpc

BATCH = 100


class Utility:
    """The calls that the import needs, with the key in the metadata."""

    def __init__(self, channel: grpc.Channel, key: str) -> None:
        self._metadata = (("authorization", f"Bearer {key}"), ("accept-language", "en"))
        self.accounts: Any = account_grpc.AccountServiceStub(channel)
        self.readings: Any = reading_grpc.ReadingServiceStub(channel)

    def call(self, method: Any, request: Any) -> Any:
        return method(request, metadata=self._metadata, timeout=60)

    def stream(self, method: Any, requests: Iterator[Any]) -> Any:
        return method(requests, metadata=self._metadata)


def stamp(moment: Any) -> Timestamp:
    made = Timestamp()
    made.FromDatetime(moment)
    return made


def register_meters(utility: Utility, found: dict[Register, Read]) -> int:
    """Makes place, account and meter of each register that the service does not know; how many."""
    known = utility.call(utility.accounts.ListAccounts, account.ListAccountsRequest(page_size=1))
    if not known.accounts:
        sys.exit("the key sees no account: which utility it belongs to can't be told")
    utility_id = known.accounts[0].utility_id
    made = 0
    for register, first in found.items():
        query = account.ListMetersRequest(filter=account.MeterFilter(serial_number=register.meter))
        if utility.call(utility.accounts.ListMeters, query).meters:
            continue
        address = common.Address(city="NEM", street=register.nmi, building=register.serial, apartment=register.suffix)
        point = utility.call(
            utility.accounts.CreateUsagePoint,
            account.CreateUsagePointRequest(usage_point=account.UsagePoint(address=address), request_id=new_id()),
        ).usage_point
        contract = account.Account(
            number=register.meter,
            utility_id=utility_id,
            commodity=common.COMMODITY_ELECTRICITY,
            usage_point_id=point.id,
            effective_from=Date(year=2003, month=1, day=1),
        )
        utility.call(
            utility.accounts.CreateAccount, account.CreateAccountRequest(account=contract, request_id=new_id())
        )
        digits = max(len(first.index.partition(".")[0]), 5)
        meter = account.Meter(
            serial_number=register.meter,
            commodity=common.COMMODITY_ELECTRICITY,
            registers=[account.Register(tier=account.REGISTER_TIER_TOTAL, integer_digits=digits, fraction_digits=3)],
        )
        index = account.RegisterIndex(tier=account.REGISTER_TIER_TOTAL, index=Decimal(value=first.index))
        utility.call(
            utility.accounts.InstallMeter,
            account.InstallMeterRequest(
                meter=meter,
                usage_point_id=point.id,
                installed_at=stamp(first.at),
                initial_indexes=[index],
                request_id=new_id(),
            ),
        )
        made += 1
    return made


def new_id() -> str:
    return str(uuid.uuid4())


def batches(import_id: str, rows: list[Read]) -> Iterator[reading.ImportReadingsRequest]:
    """Rows in batches whose lines rise; a line here is a read, from 1."""
    for start in range(0, len(rows), BATCH):
        yield reading.ImportReadingsRequest(
            import_id=import_id,
            first_line=start + 1,
            readings=[
                reading.NewReading(
                    meter_serial_number=row.register.meter,
                    tier=account.REGISTER_TIER_TOTAL,
                    index=Decimal(value=row.index),
                    read_at=stamp(row.at),
                )
                for row in rows[start : start + BATCH]
            ],
        )


def import_file(utility: Utility, path: Path) -> Counter[str]:
    """Imports one file and prints what was not accepted as it came."""
    rows = list(reads(path))
    import_id = f"nem13-{hashlib.sha256(path.read_bytes()).hexdigest()[:24]}"
    counts: Counter[str] = Counter()
    for reply in utility.stream(utility.readings.ImportReadings, batches(import_id, rows)):
        for name in ("accepted", "in_review", "refused", "duplicates"):
            counts[name] += getattr(reply, name)
        for one in reply.exceptions:
            row = rows[one.line - 1]
            why = "; ".join(found.message_en for found in one.findings) or one.error.message
            if why:
                state = reading.ReadingState.Name(one.state).removeprefix("READING_STATE_")
                print(f"{path.name}:{row.line}  {row.register.meter}  {row.index}  {state}: {why}")
    return counts


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--target", default=os.environ.get("SMARTREGION_TARGET", "127.0.0.1:7443"))
    parser.add_argument("--register", action="store_true", help="make places, accounts and meters that are missing")
    parsed = parser.parse_args()
    key = os.environ.get("SMARTREGION_KEY")
    if not key:
        sys.exit("SMARTREGION_KEY: the key of a utility is needed")
    total: Counter[str] = Counter()
    with grpc.insecure_channel(parsed.target) as channel:
        utility = Utility(channel, key)
        if parsed.register:
            everything = sorted(
                (row for path in parsed.files for row in reads(path)),
                key=lambda row: (row.register.meter, row.at),
            )
            first = {register: next(rows) for register, rows in groupby(everything, key=lambda row: row.register)}
            print(f"registered {register_meters(utility, first)} of {len(first)} meters")
        try:
            for path in parsed.files:
                total += import_file(utility, path)
        except grpc.RpcError as error:
            sys.exit(f"{error.code().name}: {error.details()}")
    print(", ".join(f"{name} {total[name]}" for name in ("accepted", "in_review", "refused", "duplicates")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
