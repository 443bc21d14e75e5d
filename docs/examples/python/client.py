"""Writes items, a profile, a click and an impression; reads the impression's score and reports what was shown.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python client.py [--items FILE] [BOOTSTRAP [REGISTRY [PREFIX [USER]]]]

Without arguments it uses the system that `laser up` runs, and makes up eight films. FILE has your items instead: CSV
with a first line such as `id,title,categories,text,year`, or JSON lines with these members. Only `id` is needed;
categories are a list or separated by `|`; whatever else there is becomes a field. It says on standard error what it
writes, and prints one line of JSON: the score.
"""

import argparse
import csv
import json
import sys
import time
import uuid

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

DEFAULTS = ["127.0.0.1:9092", "http://127.0.0.1:8081/apis/ccompat/v7", "laser.", "ann"]
CANDIDATES = 100
FILMS = ["Alien", "Brazil", "Casablanca", "Dune", "Elevator", "Fargo", "Gattaca", "Heat"]
PATIENCE_SECONDS = 60


class Clock:
    """Event times in milliseconds that always increase: a score uses only what came before it."""

    def __init__(self):
        self.last = 0

    def now(self):
        self.last = max(int(time.time() * 1000), self.last + 1)
        return self.last


class Writer:
    """Sends records and raises if one was not delivered."""

    def __init__(self, bootstrap, registry, prefix):
        self.producer = Producer({
            "bootstrap.servers": bootstrap,
            "enable.idempotence": True,  # and so acks=all
            "partitioner": "murmur2_random",  # Java's; librdkafka's own default is another hash
            "delivery.timeout.ms": PATIENCE_SECONDS * 1000,
        })
        self.registry = registry
        self.prefix = prefix
        self.serializers = {}
        self.errors = []

    def send(self, name, key, value):
        topic = self.prefix + name
        if topic not in self.serializers:
            # Look the schema up: `laser topics apply` has registered it.
            self.serializers[topic] = AvroSerializer(
                self.registry, conf={"auto.register.schemas": False, "use.latest.version": True})
        data = self.serializers[topic](value, SerializationContext(topic, MessageField.VALUE))
        self.producer.produce(topic, key=key.encode(), value=data, on_delivery=self.delivered)
        self.producer.poll(0)

    def delivered(self, error, message):
        if error is not None:
            self.errors.append(f"{message.topic()}, key {message.key().decode()}: {error}")

    def flush(self):
        """Returns once all records so far are acknowledged."""
        waiting = self.producer.flush(PATIENCE_SECONDS + 5)
        if self.errors or waiting:
            raise RuntimeError(f"Not delivered: {self.errors or f'{waiting} records'}")


class Scores:
    """The scores from now on, without a consumer group: every instance reads them all and keeps its own."""

    def __init__(self, bootstrap, registry, prefix):
        self.topic = prefix + "scores"
        self.deserialize = AvroDeserializer(registry)
        self.consumer = Consumer({
            "bootstrap.servers": bootstrap,
            "group.id": "unused",  # required, but nothing is committed
            "enable.auto.commit": False,
            "isolation.level": "read_committed",  # otherwise aborted attempts look like second scores
        })
        partitions = self.consumer.list_topics(self.topic, PATIENCE_SECONDS).topics[self.topic].partitions
        if not partitions:
            raise RuntimeError(f"There is no topic {self.topic}: check the prefix, or run laser topics apply")
        # The ends are fixed before an impression is sent, so that its score lies behind them.
        ends = [(p, self.consumer.get_watermark_offsets(TopicPartition(self.topic, p), PATIENCE_SECONDS)[1])
                for p in partitions]
        self.consumer.assign([TopicPartition(self.topic, p, end) for p, end in ends])

    def await_score(self, user, impression):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            message = self.consumer.poll(0.5)
            if message is None:
                continue
            if message.error():
                raise KafkaException(message.error())
            if message.key() != user.encode():
                continue  # Another user's: not worth decoding.
            score = self.deserialize(message.value(), SerializationContext(self.topic, MessageField.VALUE))
            if score["impressionId"] == impression:
                return score
        raise TimeoutError(f"No score for impression {impression} within {PATIENCE_SECONDS} s. "
                           "Does scoring run? Was the impression refused? See: laser dead-letters list")

    def close(self):
        self.consumer.close()


def interaction(identity, user, item, event_time, kind, impression=None, position=None):
    return {"interactionId": identity, "userId": user, "itemId": item, "eventTime": event_time, "kind": kind,
            "impressionId": impression, "position": position, "value": None}


def made_up():
    return [{"id": f"film-{title.lower()}", "title": title, "categories": ["film"]} for title in FILMS]


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        is_csv = path.endswith(".csv")
        rows = list(csv.DictReader(file)) if is_csv else [json.loads(line) for line in file if line.strip()]
    ids = {str(row["id"]) for row in rows if row.get("id")}
    if len(ids) < 2 or len(ids) < len(rows):
        raise SystemExit(f"{path}: {len(rows)} rows with {len(ids)} different ids, must be two or more, all different")
    return rows


def item(row, now):
    categories = row.get("categories") or []
    fields = {name: str(value) for name, value in row.items()
              if value and name not in ("id", "title", "text", "categories")}
    return {"itemId": str(row["id"]), "title": row.get("title") or "", "text": row.get("text") or "",
            "categories": categories if isinstance(categories, list) else categories.split("|"),
            "fields": fields, "updatedAt": now}


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--items", metavar="FILE")
    arguments.add_argument("given", nargs="*", metavar="BOOTSTRAP REGISTRY PREFIX USER")
    options = arguments.parse_args()
    bootstrap, registry_url, prefix, user = options.given + DEFAULTS[len(options.given):]
    registry = SchemaRegistryClient({"url": registry_url})
    writer = Writer(bootstrap, registry, prefix)
    clock = Clock()

    records = [item(row, clock.now()) for row in (read(options.items) if options.items else made_up())]
    items = [record["itemId"] for record in records][:CANDIDATES]
    print(f"Writing {len(records)} items ({options.items or 'made up'}), and, made up, a profile of {user}, a click "
          f"on {items[0]} and an impression with {len(items)} of the items", file=sys.stderr)
    for record in records:
        writer.send("items", record["itemId"], record)
    writer.send("users", user, {"userId": user, "fields": {"country": "NL"}, "updatedAt": clock.now()})
    # Ids are unique and stay the same when a record is sent again: what comes twice counts once.
    writer.send("interactions", user,
                interaction(f"click-{uuid.uuid4()}", user, items[0], clock.now(), "CLICK"))
    writer.flush()  # What is acknowledged before the impression is sent is in its score.

    scores = Scores(bootstrap, registry, prefix)
    impression = f"impression-{uuid.uuid4()}"
    writer.send("impressions", user, {"impressionId": impression, "userId": user, "eventTime": clock.now(),
                                      "candidates": items, "context": {"device": "phone"}, "deadline": None})
    writer.flush()
    score = scores.await_score(user, impression)
    scores.close()

    # Candidates come in the order to show. Say what was on screen, and where; only that becomes a sample.
    shown = [candidate["itemId"] for candidate in score["candidates"]][:3]
    for position, shown_item in enumerate(shown):
        writer.send("interactions", user, interaction(
            f"{impression}-shown-{position}", user, shown_item, clock.now(), "SHOWN", impression, position))
    writer.send("interactions", user, interaction(
        f"{impression}-click", user, shown[1], clock.now(), "CLICK", impression))
    writer.flush()
    print(json.dumps({
        "impression": impression, "user": score["userId"], "outcome": score["outcome"], "model": score["modelVersion"],
        "historyLength": score["historyLength"], "newestEventTime": score["newestEventTime"],
        "seen": [candidate["itemId"] for candidate in score["candidates"] if candidate["seen"]],
        "candidates": [candidate["itemId"] for candidate in score["candidates"]],
        "probabilities": [candidate["probability"] for candidate in score["candidates"]],
        "shown": shown, "clicked": shown[1],
    }, ensure_ascii=False))


if __name__ == "__main__":
    main()
