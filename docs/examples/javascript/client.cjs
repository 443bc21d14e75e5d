// Writes items, a profile, clicks and an impression; reads the impression's score and reports what was shown.
//
//     npm install
//     node client.cjs [BOOTSTRAP [REGISTRY [PREFIX [USER]]]]
//
// Without arguments it uses the system that `laser up` runs. It prints one line of JSON: the score.
const { randomUUID } = require('node:crypto');
const { Kafka, Partitioners, logLevel } = require('kafkajs');
const { SchemaRegistryClient, AvroSerializer, AvroDeserializer, SerdeType } = require('@confluentinc/schemaregistry');

const DEFAULTS = ['127.0.0.1:9092', 'http://127.0.0.1:8081/apis/ccompat/v7', 'laser.', 'ann'];
const FILMS = ['Alien', 'Brazil', 'Casablanca', 'Dune', 'Elevator', 'Fargo', 'Gattaca', 'Heat'];
const PATIENCE_MS = 60_000;

// Event times in milliseconds that always increase: a score uses only what came before it.
let lastTime = 0;
function now() {
  lastTime = Math.max(Date.now(), lastTime + 1);
  return lastTime;
}

class Writer {
  constructor(kafka, registry, prefix) {
    // Java's murmur2, which is the default since kafkajs 2.0. Records wait for all in-sync replicas.
    this.producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
    // Look schemas up: `laser topics apply` has registered them.
    this.serializer = new AvroSerializer(registry, SerdeType.VALUE, { autoRegisterSchemas: false, useLatestVersion: true });
    this.prefix = prefix;
  }

  // Returns once the records, pairs of key and value, are acknowledged; throws if one was not delivered.
  async send(name, ...records) {
    const topic = this.prefix + name;
    const messages = [];
    for (const [key, value] of records) {
      messages.push({ key, value: await this.serializer.serialize(topic, value) });
    }
    await this.producer.send({ topic, messages, acks: -1, timeout: PATIENCE_MS });
  }
}

// The scores from now on. Every instance reads them all, in a group of its own, and keeps its own.
class Scores {
  constructor(kafka, registry, prefix) {
    this.topic = prefix + 'scores';
    this.admin = kafka.admin();
    this.deserializer = new AvroDeserializer(registry, SerdeType.VALUE, {});
    // read_committed, the default: otherwise aborted attempts look like second scores.
    this.consumer = kafka.consumer({ groupId: `client-${randomUUID()}`, readUncommitted: false });
    this.waiting = new Map(); // who waits, by impression id
  }

  // Call it before the impressions are sent, so that their scores lie behind the ends that it fixes.
  async start() {
    await this.admin.connect();
    const ends = await this.admin.fetchTopicOffsets(this.topic);
    await this.admin.disconnect();
    await this.consumer.connect();
    await this.consumer.subscribe({ topic: this.topic });
    await this.consumer.run({ autoCommit: false, eachMessage: ({ message }) => this.receive(message) });
    for (const { partition, high } of ends) {
      this.consumer.seek({ topic: this.topic, partition, offset: high });
    }
  }

  async receive(message) {
    const waiting = [...this.waiting.values()].filter(({ user }) => user === message.key?.toString());
    if (waiting.length === 0) {
      return; // Another user's: not worth decoding.
    }
    const score = await this.deserializer.deserialize(this.topic, message.value);
    const own = this.waiting.get(score.impressionId);
    if (own && own.user === score.userId) {
      this.waiting.delete(score.impressionId);
      own.resolve(score);
    }
  }

  // A promise of the score. Call it before the impression is sent.
  expect(user, impression) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(impression);
        reject(new Error(`No score for impression ${impression} within ${PATIENCE_MS} ms. `
          + 'Does scoring run? Was the impression refused? See: laser dead-letters list'));
      }, PATIENCE_MS);
      this.waiting.set(impression, { user, resolve: (score) => { clearTimeout(timer); resolve(score); } });
    });
  }
}

function interaction(interactionId, userId, itemId, kind, impressionId = null, position = null) {
  return { interactionId, userId, itemId, eventTime: now(), kind, impressionId, position, value: null };
}

async function main() {
  const given = process.argv.slice(2);
  const [bootstrap, registryUrl, prefix, user] = [...given, ...DEFAULTS.slice(given.length)];
  const registry = new SchemaRegistryClient({ baseURLs: [registryUrl], cacheCapacity: 100 });
  const kafka = new Kafka({ clientId: 'laser-client', brokers: [bootstrap], logLevel: logLevel.ERROR });
  const writer = new Writer(kafka, registry, prefix);
  const scores = new Scores(kafka, registry, prefix);
  await writer.producer.connect();
  try {
    const items = FILMS.map((title) => `film-${title.toLowerCase()}`);
    await writer.send('items', ...FILMS.map((title, i) => [items[i],
      { itemId: items[i], title, text: '', categories: ['film'], fields: {}, updatedAt: now() }]));
    await writer.send('users', [user, { userId: user, fields: { country: 'NL' }, updatedAt: now() }]);
    // Ids are unique and stay the same when a record is sent again: what comes twice counts once.
    await writer.send('interactions', [user, interaction(`click-${randomUUID()}`, user, items[0], 'CLICK')]);
    // What is acknowledged before the impression is sent is in its score.

    await scores.start();
    const impression = `impression-${randomUUID()}`;
    const expected = scores.expect(user, impression);
    await writer.send('impressions', [user,
      { impressionId: impression, userId: user, eventTime: now(), candidates: items, context: { device: 'phone' }, deadline: null }]);
    const score = await expected;

    // Candidates come in the order to show. Say what was on screen, and where; only that becomes a sample.
    const candidates = score.candidates.map((candidate) => candidate.itemId);
    const shown = candidates.slice(0, 3);
    await writer.send('interactions',
      ...shown.map((item, position) => [user,
        interaction(`${impression}-shown-${position}`, user, item, 'SHOWN', impression, position)]),
      [user, interaction(`${impression}-click`, user, shown[1], 'CLICK', impression)]);
    console.log(JSON.stringify({
      impression, user: score.userId, outcome: score.outcome, model: score.modelVersion,
      historyLength: score.historyLength, newestEventTime: Number(score.newestEventTime),
      seen: score.candidates.filter((candidate) => candidate.seen).map((candidate) => candidate.itemId),
      candidates, probabilities: score.candidates.map((candidate) => candidate.probability),
      shown, clicked: shown[1],
    }));
  } finally {
    await scores.consumer.disconnect();
    await writer.producer.disconnect();
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
