package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.schema.Topic;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The trainer's topics by their names on this cluster. */
public final class TrainerTopics {
  private final AppConfig config;

  public TrainerTopics(AppConfig config) {
    this.config = requireNonNull(config, "config is null");
  }

  public String of(Topic topic) {
    return config.topic(topic);
  }

  /** Topics that the trainer reads. */
  public Set<String> read() {
    return names(Topic.SAMPLES, Topic.ITEMS, Topic.KNOWLEDGE_ITEMS);
  }

  /** Topics that it writes, apart from dead letters, which are bytes. */
  public Set<String> written() {
    return names(Topic.MODELS);
  }

  public Set<String> all() {
    return names(
        Topic.SAMPLES, Topic.MODELS, Topic.ITEMS, Topic.KNOWLEDGE_ITEMS, Topic.DEAD_LETTERS);
  }

  private Set<String> names(Topic... topics) {
    return Stream.of(topics).map(config::topic).collect(Collectors.toCollection(TreeSet::new));
  }
}
