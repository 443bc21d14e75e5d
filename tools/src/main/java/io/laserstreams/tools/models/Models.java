package io.laserstreams.tools.models;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.schema.ModelRelease;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.release.Assembled;
import io.laserstreams.schema.release.BundleChunks;
import io.laserstreams.schema.release.BundleChunks.Entry;
import io.laserstreams.schema.serde.AvroSerializer;
import io.laserstreams.scoring.config.ScoringConfig;
import io.laserstreams.tools.client.ClusterSettings;
import io.laserstreams.tools.client.RecordReader;
import io.laserstreams.tools.client.RequiredTopics;
import io.laserstreams.trainer.release.BundlePublisher;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The models of a living system: the topic that carries them, and the instances that serve them.
 */
final class Models {
  private final ModelsOptions options;
  private final AppConfig scoring;

  /** Connects to nothing yet. */
  Models(ModelsOptions options) {
    this.options = requireNonNull(options, "options is null");
    this.scoring = options.cluster().read(ScoringConfig.APP, ScoringConfig.DEFAULT_HTTP_PORT);
  }

  ClusterSettings cluster() {
    return options.cluster();
  }

  String topic() {
    return scoring.topic(Topic.MODELS);
  }

  /** Reads the topic to its end. */
  ReleasedVersions released() {
    return ReleasedVersions.read(() -> RecordReader.factory(scoring).apply(Topic.MODELS), topic());
  }

  /**
   * @throws io.laserstreams.runtime.failure.UserException if no broker answers or the topic is
   *     missing
   */
  void requireTopic() {
    RequiredTopics.require(scoring, scoring.topicPrefix(), List.of(Topic.MODELS));
  }

  /** The instances that say what became of a change; empty if nobody is asked. */
  Optional<Serving> serving() {
    return options.noWait() ? Optional.empty() : Optional.of(instances());
  }

  /** The instances of scoring. */
  Serving instances() {
    List<URI> named = options.scoring();
    return new Serving(
        scoring,
        named != null
            ? named
            : List.of(URI.create("http://" + scoring.httpHost() + ":" + scoring.httpPort())),
        options.patience());
  }

  /** A publisher that no other operator's command can write beside. */
  BundlePublisher publisher() {
    Map<String, Object> properties = scoring.clients().producer();
    String id = scoring.topicPrefix() + "models-operator";
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, id);
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    return new BundlePublisher(
        new KafkaProducer<String, ModelRelease>(
            properties, new StringSerializer(), new AvroSerializer<>(scoring.schemas())),
        topic(),
        BundleChunks.DEFAULT_CHUNK_BYTES);
  }

  /** The records of a release, once more. */
  static List<Entry> again(Assembled release) {
    return release instanceof Assembled.Bundle bundle
        ? BundleChunks.again(bundle, BundleChunks.DEFAULT_CHUNK_BYTES)
        : List.of(BundleChunks.again((Assembled.Link) release));
  }
}
