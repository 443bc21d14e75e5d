package io.laserstreams.tools.demo;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.Impression;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.ModelRelease;
import io.laserstreams.schema.ScoredCandidate;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.User;
import io.laserstreams.tools.client.RecordPublisher;
import io.laserstreams.tools.client.RecordReader;
import io.laserstreams.tools.client.RecordReader.Received;
import io.laserstreams.tools.demo.Audience.Act;
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

/**
 * Plays the world against the apps as its clients would: sends impressions at a steady rate, shows
 * the top of each ranking that comes back, sends what the users then do, and watches the topics.
 * Impressions wait while too many are unanswered.
 *
 * <p>One thread owns the loop, its consumer and all its counts.
 */
final class ClosedLoop implements AutoCloseable {
  /** What the loop watches besides the scores. */
  static final Set<Topic> WATCHED =
      Set.of(
          Topic.SCORES,
          Topic.MODELS,
          Topic.KNOWLEDGE_REQUESTS,
          Topic.KNOWLEDGE_USERS,
          Topic.KNOWLEDGE_ITEMS,
          Topic.DEAD_LETTERS);

  private static final int MOST_UNANSWERED = 1_000;
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
  private final Curve curve;
  private final Map<Integer, Asked> open = new HashMap<>();
  private final PriorityQueue<Act> thoughts =
      new PriorityQueue<>(Comparator.comparingLong(Act::at));
  private final double rate;
  private long startedAt;
  private Pacer pace;
  private int next;
  private int itemsPublished;

  private record Asked(Visit visit, long sentAtNanos) {}

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
    this.rate = rate;
    begin();
  }

  /** Publishes the users and the items that are there from the beginning. */
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
    pace = new Pacer(rate, startedAt);
  }

  /** One turn: what is due is sent, what has come is taken; never waits long. */
  void turn(boolean ask) {
    int due = pace.due(System.nanoTime());
    for (int i = 0; ask && i < due && open.size() < MOST_UNANSWERED; i++) {
      ask();
    }
    act();
    for (Received received : reader.poll(POLL)) {
      take(received);
    }
  }

  Scoreboard board() {
    return board;
  }

  Curve curve() {
    return curve;
  }

  /** True where knowledge about as many items as there are at the beginning has been accepted. */
  boolean itemsKnown() {
    return board.knowledgeRecords() >= world.appearedBy(0);
  }

  /** Whole seconds since the clock was started. */
  int second() {
    return Math.toIntExact((System.nanoTime() - startedAt) / NANOS_PER_SECOND);
  }

  /** True where every impression has its score and every click is sent. */
  boolean settled() {
    return open.isEmpty() && thoughts.isEmpty();
  }

  @Override
  public void close() {
    reader.close();
    publisher.close();
  }

  private void ask() {
    int number = next++;
    long now = clock.millis();
    for (itemsPublished = Math.max(itemsPublished, world.appearedBy(0));
        itemsPublished < world.appearedBy(number);
        itemsPublished++) {
      publish(world.item(itemsPublished), publisher, now);
    }
    Visit visit = world.visit(number);
    open.put(number, new Asked(visit, System.nanoTime()));
    board.asked();
    publisher.send(
        Topic.IMPRESSIONS,
        visit.user().userId(),
        Impression.newBuilder()
            .setImpressionId(ID_PREFIX + number)
            .setUserId(visit.user().userId())
            .setEventTime(now)
            .setCandidates(visit.candidates().stream().map(WorldItem::itemId).toList())
            .build());
  }

  private void act() {
    long now = clock.millis();
    while (!thoughts.isEmpty() && thoughts.peek().at() <= now) {
      Act act = thoughts.poll();
      publisher.send(Topic.INTERACTIONS, act.interaction().getUserId(), act.interaction());
    }
  }

  private void take(Received received) {
    switch (received.topic()) {
      case SCORES -> scored(reader.value(received, ScoredSlate.class));
      case KNOWLEDGE_REQUESTS ->
          board.requested(reader.value(received, KnowledgeRequest.class).getRequestId());
      case KNOWLEDGE_USERS, KNOWLEDGE_ITEMS -> {
        Knowledge knowledge = reader.value(received, Knowledge.class);
        if (knowledge != null) {
          board.accepted(knowledge.getProvenance().getRequestId());
        }
      }
      case MODELS -> {
        boolean chunk = received.record().key().indexOf('/') >= 0;
        ModelRelease release = chunk ? null : reader.value(received, ModelRelease.class);
        if (release != null && release.getRelease() != null) {
          board.released(release.getRelease().getMetrics().getOrDefault("auc", Double.NaN));
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
    Asked asked = open.remove(number);
    long micros = asked == null ? 0 : (System.nanoTime() - asked.sentAtNanos()) / NANOS_PER_MICRO;
    if (!board.scored(number, micros, slate.getModelVersion()) || asked == null) {
      return;
    }
    Visit visit = asked.visit();
    Map<String, WorldItem> byId =
        visit.candidates().stream()
            .collect(Collectors.toMap(WorldItem::itemId, Function.identity()));
    List<WorldItem> order =
        slate.getCandidates().stream().map(ScoredCandidate::getItemId).map(byId::get).toList();
    List<Act> acts = audience.react(slate.getImpressionId(), visit, order, clock.millis());
    thoughts.addAll(acts);
    curve.shown(second(), visit, order, acts.size() - Math.min(world.spec().shown(), order.size()));
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
