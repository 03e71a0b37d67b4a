"""What an operator watches: counters and histograms in Prometheus' default registry."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

DELIVERIES = Counter("bellwether_deliveries_total", "Scheduled posts by outcome", ["platform", "outcome"])
LATENESS = Histogram(
    "bellwether_delivery_lateness_seconds",
    "From the moment a post was due until it was sent",
    buckets=(1, 2, 5, 10, 30, 60, 120, 300, 900, 3600, 7200),
)
REPEATS = Counter("bellwether_delivery_repeats_total", "Posts begun again, by reason", ["reason"])
LOOKS = Counter("bellwether_delivery_looks_total", "Looks into a channel's history", ["found"])
DRAWN = Counter("bellwether_digest_pictures_total", "Digest pictures asked of the renderer")
COMPOSED = Counter("bellwether_digests_composed_total", "Digests composed, once per content")
ALERTS_FIRED = Counter("bellwether_alerts_fired_total", "Alerts that happened")
JOBS = Counter("bellwether_jobs_total", "Jobs run by kind and outcome", ["kind", "outcome"])
STRUCK = Counter("bellwether_workers_struck_total", "Workers taken for dead by this one")
LOOP_LAG = Gauge("bellwether_loop_lag_seconds_max", "Longest stall of the worker's event loop so far")
