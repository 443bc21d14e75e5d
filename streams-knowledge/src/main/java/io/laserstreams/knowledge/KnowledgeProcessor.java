package io.laserstreams.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.ByteStore;
import io.laserstreams.crm.history.UserHistories;
import io.laserstreams.knowledge.answer.AnswerInput;
import io.laserstreams.knowledge.budget.TokenBudget;
import io.laserstreams.knowledge.input.Input;
import io.laserstreams.knowledge.input.InteractionInput;
import io.laserstreams.knowledge.input.ItemInput;
import io.laserstreams.knowledge.input.UserInput;
import io.laserstreams.knowledge.metrics.BudgetMetrics;
import io.laserstreams.knowledge.metrics.KnowledgeMetrics;
import io.laserstreams.knowledge.request.ItemCards;
import io.laserstreams.knowledge.request.ItemContents;
import io.laserstreams.knowledge.request.ItemRequests;
import io.laserstreams.knowledge.request.SelectedEvents;
import io.laserstreams.knowledge.request.UserProfiles;
import io.laserstreams.knowledge.request.UserRequests;
import io.laserstreams.knowledge.subject.InFlightCounter;
import io.laserstreams.knowledge.subject.SubjectKey;
import io.laserstreams.knowledge.subject.Subjects;
import io.laserstreams.knowledge.subject.WaitingCounter;
import io.laserstreams.knowledge.taste.ItemVectors;
import io.laserstreams.knowledge.taste.TasteWindow;
import io.laserstreams.runtime.streams.Decoding;
import io.laserstreams.runtime.streams.PartitionCounts;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.User;
import io.laserstreams.schema.rule.RecordRules;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.Schemas;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Processes the records of all four inputs, which are co-partitioned, so that each subject belongs
 * to one task. Its only clock is the wall clock: an event time, however wrong, affects the state of
 * its own subject only.
 */
final class KnowledgeProcessor implements Processor<String, byte[], String, Object> {
  /** Further due or waiting subjects wait for the next check, so that records are not held up. */
  private static final int MAX_PER_CHECK = 1_000;

  private final KnowledgeSettings settings;
  private final Schemas schemas;
  private final PartitionCounts partitions;
  private final ItemCards cards;
  private final ItemVectors vectors;
  private final KnowledgeMetrics metrics;
  private final InFlightCounter inFlight = new InFlightCounter();
  private final WaitingCounter waiting = new WaitingCounter();
  private ProcessorContext<String, Object> context;
  private Map<String, Input> inputs;
  private Subjects subjects;
  private KnowledgeRefresher refresher;
  private BudgetMetrics.@Nullable Task budgetTask;

  KnowledgeProcessor(
      KnowledgeSettings settings,
      Schemas schemas,
      PartitionCounts partitions,
      ItemCards cards,
      ItemVectors vectors,
      KnowledgeMetrics metrics) {
    this.settings = requireNonNull(settings, "settings is null");
    this.schemas = requireNonNull(schemas, "schemas is null");
    this.partitions = requireNonNull(partitions, "partitions is null");
    this.cards = requireNonNull(cards, "cards is null");
    this.vectors = requireNonNull(vectors, "vectors is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
  }

  @Override
  public void init(ProcessorContext<String, Object> newContext) {
    context = newContext;
    UserHistories histories =
        new UserHistories(bytes(KnowledgeTopology.HISTORIES), settings.history());
    UserProfiles profiles = new UserProfiles(bytes(KnowledgeTopology.PROFILES));
    ItemContents items = new ItemContents(bytes(KnowledgeTopology.ITEM_CONTENTS));
    subjects =
        new Subjects(
            bytes(KnowledgeTopology.SUBJECTS),
            store(KnowledgeTopology.WAKES),
            store(KnowledgeTopology.QUEUE),
            inFlight,
            waiting);
    subjects.count();
    TokenBudget budget = budget();
    refresher =
        new KnowledgeRefresher(
            subjects,
            Map.of(
                SubjectKind.USER,
                new UserRequests(
                    histories,
                    profiles,
                    cards,
                    new TasteWindow(vectors, settings.refresh().drift().events()),
                    settings.refresh(),
                    settings.budget().priority(),
                    new SelectedEvents(
                        settings.requests().selection(),
                        settings.requests().historyEvents(),
                        vectors)),
                SubjectKind.ITEM,
                new ItemRequests(items, settings.refresh())),
            settings.requests().retry(),
            new RequestSpending(budget, metrics.budget()),
            new RequestLimits(inFlight, (long) Math.ceil(share(settings.requests().maxInFlight()))),
            new TopicSink(context, settings.app().topicPrefix(), schemas),
            metrics);
    RecordRules rules = new RecordRules(settings.eventTimes());
    inputs =
        Map.of(
            on(Topic.INTERACTIONS),
            new InteractionInput(
                decoding(Interaction.class), rules, histories, refresher::moved, metrics),
            on(Topic.USERS),
            new UserInput(
                decoding(User.class), rules, profiles, histories, refresher::forget, metrics),
            on(Topic.ITEMS),
            new ItemInput(
                decoding(Item.class), rules, items, refresher::moved, refresher::forget, metrics),
            on(Topic.KNOWLEDGE_ANSWERS),
            new AnswerInput(
                decoding(KnowledgeAnswer.class), settings.answers(), refresher::answered));
    context.schedule(
        settings.requests().checkInterval(), PunctuationType.WALL_CLOCK_TIME, this::check);
    metrics.add(inFlight);
    BudgetMetrics.Task task = new BudgetMetrics.Task(waiting, budget);
    metrics.budget().add(task);
    budgetTask = task;
  }

  @Override
  public void process(Record<String, byte[]> record) {
    RecordMetadata source =
        context
            .recordMetadata()
            .orElseThrow(
                () -> new IllegalStateException("A record without a source: key " + record.key()));
    Input input = requireNonNull(inputs.get(source.topic()), "a source topic has no input");
    input.process(record.key(), record.value(), source, context.currentSystemTimeMs());
  }

  @Override
  public void close() {
    metrics.remove(inFlight);
    if (budgetTask != null) {
      metrics.budget().remove(budgetTask);
    }
  }

  private TokenBudget budget() {
    KnowledgeSettings.Budget configured = settings.budget();
    return configured.tokensPerHour() == 0
        ? new TokenBudget(0, configured.itemsShare())
        : new TokenBudget(share(configured.tokensPerHour()), configured.itemsShare());
  }

  /** Subjects are hashed to partitions, so each task has about the same share of them. */
  private double share(long all) {
    return (double) all / partitions.of(on(Topic.INTERACTIONS));
  }

  private void check(long now) {
    for (SubjectKey key : subjects.due(now, MAX_PER_CHECK)) {
      refresher.wake(key, now);
    }
    refresher.serveWaiting(now, MAX_PER_CHECK);
  }

  private ByteStore bytes(String name) {
    return new StateStoreBytes(store(name));
  }

  private KeyValueStore<byte[], byte[]> store(String name) {
    return context.getStateStore(name);
  }

  private String on(Topic topic) {
    return topic.on(settings.app().topicPrefix());
  }

  private <T extends SpecificRecord> Decoding<T> decoding(Class<T> type) {
    return new Decoding<>(new AvroDeserializer<>(schemas, type), partitions);
  }
}
