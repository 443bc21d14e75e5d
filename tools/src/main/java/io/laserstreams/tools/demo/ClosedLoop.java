package io.laserstreams.tools.demo;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.Impression;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.ModelRelease;
import io.laserstreams.schema.ScoredCandidate;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.User;
import io.laserstreams.tools.client.RecordPublisher;
import io.laserstreams.tools.client.RecordReader;
import io.laserstreams.tools.client.RecordReader.Received;
import io.laserstreams.tools.demo.Audience.TimedInteraction;
import io.laserstreams.tools.demo.Showcase.Slate;
import io.laserstreams.tools.demo.world.Visit;
import io.laserstreams.tools.demo.world.World;
import io.laserstreams.tools.demo.world.WorldItem;
import io.laserstreams.tools.demo.world.WorldUser;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plays the world against the apps as its clients would: sends impressions at a steady rate, shows
 * the top of each ranking that comes back, sends the users' reactions, and watches the topics.
 * Impressions wait while too many are unanswered.
 *
 * <p>One thread owns the loop, its consumer and all its counts.
 */
final class ClosedLoop implements AutoCloseable {
  /** The topics that the loop reads. */
  static final Set<Topic> WATCHED =
      Set.of(
          Topic.SCORES,
          Topic.SAMPLES,
          Topic.MODELS,
          Topic.KNOWLEDGE_REQUESTS,
          Topic.KNOWLEDGE_USERS,
          Topic.KNOWLEDGE_ITEMS,
          Topic.DEAD_LETTERS);

  private static final int MAX_UNANSWERED = 1_000;
  private static final Duration POLL = Duration.ofMillis(5);
  private static final String ID_PREFIX = "demo-";
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long NANOS_PER_MICRO = 1_000L;

  private final World world;
  private final RecordPublisher publisher;
  private final RecordReader reader;
  private final InstantSource clock;
  private final Audience audience;
  private final Scoreboard board = new Scoreboard();
  private final Notebook notebook = new Notebook();
  private final Curve curve;
  private final Showcase showcase;
  private final Map<Integer, SentImpression> open = new HashMap<>();
  private final PriorityQueue<TimedInteraction> pending =
      new PriorityQueue<>(Comparator.comparingLong(TimedInteraction::at));
  private final double rate;
  private long startedAt;
  private Pacer pacer;
  private int next;
  private int itemsPublished;
  private @Nullable String repeated;
  private boolean repeatedIsSampled;

  private record SentImpression(Visit visit, long sentAtNanos) {}

  ClosedLoop(
      World world,
      double rate,
      RecordPublisher publisher,
      RecordReader reader,
      InstantSource clock) {
    this.world = requireNonNull(world, "world is null");
    this.publisher = requireNonNull(publisher, "publisher is null");
    this.reader = requireNonNull(reader, "reader is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.audience = new Audience(world);
    this.curve = new Curve(world);
    this.showcase = new Showcase(world);
    this.rate = rate;
    this.startedAt = System.nanoTime();
    this.pacer = new Pacer(rate, startedAt);
  }

  /** Publishes the users and the first items. */
  static void populate(World world, RecordPublisher publisher, long now) {
    for (WorldUser user : world.users()) {
      publisher.send(
          Topic.USERS,
          user.userId(),
          User.newBuilder()
              .setUserId(user.userId())
              .setFields(user.profile())
              .setUpdatedAt(now)
              .build());
    }
    for (int number = 0; number < world.appearedBy(0); number++) {
      publish(world.item(number), publisher, now);
    }
    publisher.flush();
  }

  /** Starts the clock: seconds and impressions count from here. */
  void begin() {
    startedAt = System.nanoTime();
    pacer = new Pacer(rate, startedAt);
  }

  /**
   * One turn: sends what is due and processes what has arrived; never waits long.
   *
   * @param impressions whether to send impressions
   */
  void turn(boolean impressions) {
    int due = pacer.due(System.nanoTime());
    for (int i = 0; impressions && i < due && open.size() < MAX_UNANSWERED; i++) {
      sendImpression();
    }
    sendInteractions();
    for (Received received : reader.poll(POLL)) {
      process(received);
    }
  }

  Scoreboard board() {
    return board;
  }

  Notebook notebook() {
    return notebook;
  }

  Curve curve() {
    return curve;
  }

  Showcase showcase() {
    return showcase;
  }

  /** Offers the showcase's user the same candidates again; nothing if there is no showcase. */
  void repeatShowcase() {
    showcase
        .before()
        .ifPresent(
            before -> {
              int number = next++;
              repeated = ID_PREFIX + number;
              Visit again = before.visit();
              send(new Visit(number, again.user(), again.candidates()), number);
            });
  }

  /** Whether the repeated impression has become a training sample. */
  boolean repeatedIsSampled() {
    return repeatedIsSampled;
  }

  /** Whether knowledge about as many items as the first ones has been accepted. */
  boolean itemsKnown() {
    return known() >= itemsToKnow();
  }

  /** How many texts have been accepted. */
  long known() {
    return notebook.at(System.nanoTime()).records();
  }

  /** How many items there are at the beginning. */
  int itemsToKnow() {
    return world.appearedBy(0);
  }

  /** Whole seconds since the clock started. */
  int second() {
    return Math.toIntExact((System.nanoTime() - startedAt) / NANOS_PER_SECOND);
  }

  /** Whether every impression has its score and every click is sent. */
  boolean settled() {
    return open.isEmpty() && pending.isEmpty();
  }

  @Override
  public void close() {
    reader.close();
    publisher.close();
  }

  private void sendImpression() {
    int number = next++;
    long now = clock.millis();
    for (itemsPublished = Math.max(itemsPublished, world.appearedBy(0));
        itemsPublished < world.appearedBy(number);
        itemsPublished++) {
      publish(world.item(itemsPublished), publisher, now);
    }
    send(world.visit(number), number);
  }

  private void send(Visit visit, int number) {
    open.put(number, new SentImpression(visit, System.nanoTime()));
    board.sent();
    publisher.send(
        Topic.IMPRESSIONS,
        visit.user().userId(),
        Impression.newBuilder()
            .setImpressionId(ID_PREFIX + number)
            .setUserId(visit.user().userId())
            .setEventTime(clock.millis())
            .setCandidates(visit.candidates().stream().map(WorldItem::itemId).toList())
            .build());
  }

  private void sendInteractions() {
    long now = clock.millis();
    for (TimedInteraction next = pending.peek();
        next != null && next.at() <= now;
        next = pending.peek()) {
      pending.remove();
      publisher.send(Topic.INTERACTIONS, next.interaction().getUserId(), next.interaction());
    }
  }

  private void process(Received received) {
    switch (received.topic()) {
      case SCORES -> scored(reader.requiredValue(received, ScoredSlate.class));
      case KNOWLEDGE_REQUESTS ->
          notebook.requested(
              reader.requiredValue(received, KnowledgeRequest.class).getRequestId(),
              System.nanoTime());
      case SAMPLES -> sampled(reader.requiredValue(received, TrainingSample.class));
      case KNOWLEDGE_USERS, KNOWLEDGE_ITEMS -> {
        Knowledge knowledge = reader.value(received, Knowledge.class);
        if (knowledge != null) {
          notebook.accepted(knowledge, System.nanoTime());
          if (received.topic() == Topic.KNOWLEDGE_USERS) {
            showcase.noted(knowledge.getSubjectId(), knowledge.getText());
          }
        }
      }
      case MODELS -> {
        boolean chunk = received.record().key().indexOf('/') >= 0;
        ModelRelease release = chunk ? null : reader.value(received, ModelRelease.class);
        if (release != null && release.getRelease() != null) {
          board.released(
              new DemoSummary.Release(
                  second(), received.record().key(), release.getRelease().getMetrics().get("auc")));
        }
      }
      case DEAD_LETTERS -> board.deadLetter();
      default ->
          throw new IllegalStateException(
              "A record of a topic that is not watched: " + received.topic());
    }
  }

  private void scored(ScoredSlate slate) {
    int number = Integer.parseInt(slate.getImpressionId().substring(ID_PREFIX.length()));
    SentImpression sent = open.remove(number);
    long micros = sent == null ? 0 : (System.nanoTime() - sent.sentAtNanos()) / NANOS_PER_MICRO;
    if (!board.scored(number, micros, slate.getModelVersion()) || sent == null) {
      return;
    }
    Visit visit = sent.visit();
    Map<String, WorldItem> byId =
        visit.candidates().stream()
            .collect(Collectors.toMap(WorldItem::itemId, Function.identity()));
    List<WorldItem> order =
        slate.getCandidates().stream().map(ScoredCandidate::getItemId).map(byId::get).toList();
    List<TimedInteraction> reaction =
        audience.react(slate.getImpressionId(), visit, order, clock.millis());
    pending.addAll(reaction);
    int shown = Math.min(world.spec().shown(), order.size());
    curve.shown(second(), visit, order, reaction.size() - shown);
    Slate shownSlate =
        new Slate(
            slate.getImpressionId(), visit, order, clicked(reaction), slate.getModelVersion());
    if (slate.getImpressionId().equals(repeated)) {
      showcase.shownAgain(shownSlate);
    } else {
      showcase.shown(shownSlate);
    }
  }

  private void sampled(TrainingSample sample) {
    board.sampled(sample.getCandidates().size());
    repeatedIsSampled |= sample.getImpressionId().equals(repeated);
  }

  private static Set<String> clicked(List<TimedInteraction> reaction) {
    return reaction.stream()
        .map(TimedInteraction::interaction)
        .filter(interaction -> interaction.getKind() == InteractionKind.CLICK)
        .map(Interaction::getItemId)
        .collect(Collectors.toSet());
  }

  private static void publish(WorldItem item, RecordPublisher publisher, long now) {
    publisher.send(
        Topic.ITEMS,
        item.itemId(),
        Item.newBuilder()
            .setItemId(item.itemId())
            .setTitle(item.title())
            .setText(item.text())
            .setCategories(item.categories())
            .setFields(item.fields())
            .setUpdatedAt(now)
            .build());
  }
}
