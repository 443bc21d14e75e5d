// node client.cjs BOOTSTRAP REGISTRY PREFIX: writes an interaction and an impression after it, prints the score as one line of JSON.
const { Kafka, Partitioners, logLevel } = require('kafkajs');
const { SchemaRegistryClient, AvroSerializer, AvroDeserializer, SerdeType } = require('@confluentinc/schemaregistry');

const [bootstrap, registryUrl, prefix] = process.argv.slice(2);
const topic = (name) => prefix + name;

async function main() {
  const registry = new SchemaRegistryClient({ baseURLs: [registryUrl], cacheCapacity: 100 });
  const serializer = new AvroSerializer(registry, SerdeType.VALUE, { autoRegisterSchemas: false, useLatestVersion: true });
  const deserializer = new AvroDeserializer(registry, SerdeType.VALUE, {});
  const kafka = new Kafka({ clientId: 'interoperability', brokers: [bootstrap], logLevel: logLevel.ERROR });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();

  const userId = 'javascript-user-ü';
  const eventTime = Date.now();
  const send = async (name, value) => producer.send({
    topic: topic(name),
    messages: [{ key: userId, value: await serializer.serialize(topic(name), value) }],
  });
  await send('interactions', {
    interactionId: 'js-click', userId, itemId: 'a', eventTime, kind: 'CLICK', impressionId: null, position: null, value: null,
  });
  // The click is acknowledged, so the score uses it.
  await send('impressions', {
    impressionId: 'js-impression', userId, eventTime: eventTime + 10, candidates: ['a', 'b', 'c'], context: {}, deadline: null,
  });

  const consumer = kafka.consumer({ groupId: 'interoperability', readUncommitted: false });
  await consumer.connect();
  await consumer.subscribe({ topic: topic('scores'), fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      if (message.key.toString() !== userId) {
        return; // Another user's.
      }
      const score = await deserializer.deserialize(topic('scores'), message.value);
      process.stdout.write(JSON.stringify({
        key: message.key.toString(), userId: score.userId, outcome: score.outcome, historyLength: score.historyLength,
        candidates: score.candidates.map((candidate) => candidate.itemId),
        seen: score.candidates.filter((candidate) => candidate.seen).map((candidate) => candidate.itemId),
        newestEventAge: Number(score.eventTime) - Number(score.newestEventTime),
      }) + '\n', () => process.exit(0));
    },
  });
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
