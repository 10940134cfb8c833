"""Prometheus metrics. No label carries personal data or an id."""

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram


class Metrics:
    """One set a process."""

    def __init__(self, registry: CollectorRegistry = REGISTRY) -> None:
        self.registry = registry
        self.calls = Counter("smartregion_calls", "Calls ended", ["method", "code"], registry=registry)
        self.seconds = Histogram(
            "smartregion_call_seconds",
            "Time of a unary call",
            ["method"],
            buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
            registry=registry,
        )
        self.streams = Gauge("smartregion_streams", "Open streams", ["method"], registry=registry)
        self.waiting = Gauge("smartregion_writer_waiting", "Jobs waiting for the writer", registry=registry)
        self.revision = Gauge("smartregion_feed_revision", "Last revision of the change feed", registry=registry)
        self.reader_lag = Gauge(
            "smartregion_feed_reader_lag_seconds",
            "How long the oldest change waits that a reader of the feed has yet to act on",
            ["reader"],
            registry=registry,
        )
        self.unreadable = Gauge(
            "smartregion_sealed_fields_unreadable",
            "How often a sealed field did not open, since the start",
            registry=registry,
        )
        self.chore_failures = Gauge(
            "smartregion_chore_failures",
            "Failures in a row of what the service does by itself, again and again; 0 from when it is done",
            ["chore"],
            registry=registry,
        )
        self.phones_uploaded = Gauge(
            "smartregion_phones_uploaded_timestamp_seconds",
            "When the company's site had all phones last; 0 for never, or where none are uploaded",
            registry=registry,
        )
        self.phones_failures = Gauge(
            "smartregion_phones_upload_failures", "Failures in a row of the upload of phones", registry=registry
        )
        self.reader_passed = Gauge(
            "smartregion_feed_reader_passed",
            "Changes that a reader of the feed gave up, since the start",
            ["reader"],
            registry=registry,
        )
