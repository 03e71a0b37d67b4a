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
TURNS = Counter(
    "bellwether_posting_turns_total",
    "Moments of a platform's rate: taken, or missed and given up",
    ["outcome"],
)
HELD = Counter(
    "bellwether_deliveries_held_total", "Posts refused for no fault of their channel", ["platform", "code"]
)
REFUSALS = Gauge(
    "bellwether_refusals", "Refusals that last: of credentials, or not known", ["platform", "code"]
)
LOOKS = Counter("bellwether_delivery_looks_total", "Looks into a channel's history", ["found"])
DRAWN = Counter("bellwether_digest_pictures_total", "Digest pictures drawn")
COMPOSED = Counter("bellwether_digests_composed_total", "Digests composed, once per content")
ALERTS_FIRED = Counter("bellwether_alerts_fired_total", "Alerts that happened")
JOBS = Counter("bellwether_jobs_total", "Jobs run by kind and outcome", ["kind", "outcome"])
STRUCK = Counter("bellwether_workers_struck_total", "Workers taken for dead by this one")
CLOCK_STEPS = Counter("bellwether_clock_steps_total", "Times that the machine's clock was moved")
LOOP_LAG = Gauge("bellwether_loop_lag_seconds_max", "Longest stall of the worker's event loop so far")
LOOP_LAG_OWN = Gauge(
    "bellwether_loop_lag_own_seconds_max", "The same without the time that it waited for a core"
)

ASKS = Counter(
    "bellwether_asks_total", "Questions by face, command and outcome", ["face", "command", "outcome"]
)
ASK_SECONDS = Histogram(
    "bellwether_ask_seconds",
    "From a question's arrival until its reply, without its picture",
    ["face"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8),
)
PICTURES = Counter("bellwether_pictures_total", "Pictures asked for, remembered ones included", ["outcome"])
PICTURE_SECONDS = Histogram(
    "bellwether_picture_seconds",
    "Until a picture was there, waiting and remembering included",
    buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8),
)
IN_FLIGHT = Gauge("bellwether_asks_in_flight", "Questions being answered or in line")
PROVIDER_FAILURES = Counter(
    "bellwether_provider_failures_total",
    "Requests for prices that a provider did not answer, whether or not something kept stood in",
    ["provider", "kind"],
)
WEB_CONNECTIONS = Gauge("bellwether_web_connections", "Open connections of the web port")
WEB_CLOSED = Counter(
    "bellwether_web_connections_closed_total",
    "Connections of the web port that were refused, or closed before their request was answered",
    ["reason"],
)
WRONG_TOKENS = Counter("bellwether_web_wrong_tokens_total", "Wrong tokens sent to the console")


class PrometheusMetrics:
    """Satisfies `bot.engine.engine.EngineMetrics` with the counters above."""

    def asked(self, face: str, command: str, outcome: str, seconds: float) -> None:
        ASKS.labels(face, command, outcome).inc()
        ASK_SECONDS.labels(face).observe(seconds)

    def drew(self, outcome: str, seconds: float) -> None:
        PICTURES.labels(outcome).inc()
        PICTURE_SECONDS.observe(seconds)

    def failed(self, provider: str, kind: str) -> None:
        PROVIDER_FAILURES.labels(provider, kind).inc()
