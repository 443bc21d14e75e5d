package io.laserstreams.tools.models;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.runtime.broker.AdminAnswer;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Topic;
import io.laserstreams.scoring.model.ModelCheck;
import io.laserstreams.tools.client.Deadline;
import io.laserstreams.tools.client.ScoringInstances;
import io.laserstreams.tools.client.ScoringMetrics;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** What instances of scoring serve, and what they make of a change on the models topic. */
final class Serving {
  private static final String THREAD = "-StreamThread-";

  private final AppConfig scoring;
  private final ScoringInstances instances;
  private final Duration patience;

  Serving(AppConfig scoring, List<URI> addresses, Duration patience) {
    this.scoring = requireNonNull(scoring, "scoring is null");
    this.instances = new ScoringInstances(addresses);
    this.patience = requireNonNull(patience, "patience is null");
  }

  /** What an instance made of a release. */
  enum Outcome {
    SERVES,
    REFUSED,
    /** Neither in time, or it serves another one. */
    OPEN
  }

  /**
   * An instance's answer.
   *
   * @param detail what it serves, or why it refuses
   */
  record Answer(URI address, Outcome outcome, String detail) {}

  /**
   * Checks that every instance is ready and follows the models topic.
   *
   * @throws UserException naming the one that is not
   */
  void requireReady() {
    instances.requireReady();
    for (URI address : instances.addresses()) {
      instances.metrics(address).position(topic());
    }
  }

  /**
   * Checks that a model fits the settings that every instance runs with.
   *
   * @throws io.laserstreams.crm.bundle.InvalidBundleException if it does not
   */
  void requireFit(ModelBundle bundle) {
    for (URI address : instances.addresses()) {
      Map<String, String> settings = instances.metrics(address).modelSettings();
      if (settings.isEmpty()) {
        throw new UserException(
            "Scoring at " + address + " does not say which models fit: upgrade it first");
      }
      ModelCheck.requireFit(bundle, settings);
    }
  }

  /** Waits until every instance has read the models topic to its end, and has decided. */
  List<Answer> await(String version) {
    long end = end();
    Deadline deadline = Deadline.in(patience);
    List<Answer> answers = new ArrayList<>();
    for (URI address : instances.addresses()) {
      Answer answer = answer(address, version, end);
      while (answer.outcome() == Outcome.OPEN && !deadline.isOver()) {
        deadline.pause();
        answer = answer(address, version, end);
      }
      answers.add(answer);
    }
    return answers;
  }

  private Answer answer(URI address, String version, long end) {
    ScoringMetrics metrics;
    try {
      metrics = instances.metrics(address);
    } catch (UserException e) {
      return new Answer(address, Outcome.OPEN, String.valueOf(e.getMessage()));
    }
    if (metrics.position(topic()) < end) {
      return new Answer(address, Outcome.OPEN, "is still reading " + topic());
    }
    String serving = metrics.serving().orElse("no model");
    if (serving.equals(version)) {
      return new Answer(address, Outcome.SERVES, version);
    }
    return metrics.refused().filter(version::equals).isPresent()
        ? new Answer(address, Outcome.REFUSED, instances.health(address))
        : new Answer(address, Outcome.OPEN, "serves " + serving);
  }

  /** A line for each instance, whether it answers or not. */
  List<String> describe() {
    return instances.addresses().stream().map(this::describe).toList();
  }

  private String describe(URI address) {
    try {
      ScoringMetrics metrics = instances.metrics(address);
      return "scoring at "
          + address
          + " serves "
          + metrics.serving().orElse("no release")
          + metrics.refused().map(version -> ", refused " + version).orElse("");
    } catch (UserException e) {
      return "scoring at " + address + " does not answer; --scoring names where it is";
    }
  }

  /** How many more instances run than are asked; 0 if that cannot be found out. */
  int unasked() {
    try (Admin admin = Admin.create(scoring.clients().admin())) {
      ConsumerGroupDescription group =
          AdminAnswer.of(
              requireNonNull(
                  admin
                      .describeConsumerGroups(List.of(scoring.applicationId()))
                      .describedGroups()
                      .get(scoring.applicationId())),
              "describe group " + scoring.applicationId());
      long running =
          group.members().stream()
              .map(member -> member.clientId())
              .filter(client -> client.contains(THREAD))
              .map(client -> client.substring(0, client.indexOf(THREAD)))
              .distinct()
              .count();
      return (int) Math.max(0, running - instances.addresses().size());
    } catch (GroupIdNotFoundException e) {
      return 0;
    }
  }

  private String topic() {
    return scoring.topic(Topic.MODELS);
  }

  private long end() {
    TopicPartition partition = new TopicPartition(topic(), 0);
    try (Admin admin = Admin.create(scoring.clients().admin())) {
      return AdminAnswer.of(
              admin.listOffsets(Map.of(partition, OffsetSpec.latest())).partitionResult(partition),
              "read the offsets of " + topic())
          .offset();
    }
  }
}
