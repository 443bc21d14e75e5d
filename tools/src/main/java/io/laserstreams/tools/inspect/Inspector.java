package io.laserstreams.tools.inspect;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.laserstreams.crm.history.InMemoryByteStore;
import io.laserstreams.crm.json.Json;
import io.laserstreams.knowledge.KnowledgeConfig;
import io.laserstreams.knowledge.KnowledgeSettings;
import io.laserstreams.knowledge.request.ItemContents;
import io.laserstreams.knowledge.request.ItemContents.ItemContent;
import io.laserstreams.knowledge.request.ItemRequests;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.FloatLists;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.Topic;
import io.laserstreams.tools.client.Brokers;
import io.laserstreams.tools.inspect.Inspection.Content;
import io.laserstreams.tools.inspect.Inspection.Letter;
import io.laserstreams.tools.inspect.Inspection.Question;
import io.laserstreams.tools.inspect.Inspection.Vector;
import io.laserstreams.tools.inspect.Inspection.Written;
import io.laserstreams.worker.WorkerConfig;
import io.laserstreams.worker.WorkerPrompts;
import io.laserstreams.worker.prompt.Prompt;
import io.laserstreams.worker.prompt.Prompts;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reports everything that the topics have about one user or item. */
public final class Inspector {
  private final InspectOptions options;
  private final AppConfig config;
  private final KnowledgeSettings settings;
  private final Prompts prompts;
  private final InstantSource clock;
  private final PrintWriter out;

  public Inspector(InspectOptions options, InstantSource clock, PrintWriter out) {
    this.options = requireNonNull(options, "options is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.out = requireNonNull(out, "out is null");
    this.config = options.cluster().read();
    this.settings =
        KnowledgeConfig.read(options.cluster().settings(KnowledgeConfig.definition().names()));
    this.prompts = WorkerPrompts.of(options.cluster().settings(WorkerConfig.definition().names()));
  }

  /** A record of a topic, null for a tombstone, with when it was written. */
  private record Newest<T>(ConsumerRecord<String, byte[]> record, @Nullable T value) {}

  /**
   * Prints the report.
   *
   * @throws UserException if no topic has anything about the subject
   */
  public void run() {
    Brokers.require(config);
    Inspection inspection = inspect();
    if (options.json()) {
      try {
        out.println(Json.mapper().writeValueAsString(inspection));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("Cannot write an inspection", e);
      }
    } else {
      new InspectionText(inspection).lines().forEach(out::println);
    }
    out.flush();
  }

  private Inspection inspect() {
    SubjectLog log = new SubjectLog(config, options.id());
    Optional<InspectedUser> user =
        isUser()
            ? InspectedUser.read(config, log, options, settings, clock.millis())
            : Optional.empty();
    Newest<Item> item = isUser() ? null : newest(log, Topic.ITEMS, Item.class);
    Newest<Knowledge> written =
        newest(log, isUser() ? Topic.KNOWLEDGE_USERS : Topic.KNOWLEDGE_ITEMS, Knowledge.class);
    Newest<KnowledgeRequest> asked = newestRequest(log);
    int answers = answers(log);
    List<SubjectLog.Stored> letters = letters(log);
    boolean isKnown = user.isPresent() || item != null || written != null || asked != null;
    if (!isKnown && letters.isEmpty() && answers == 0) {
      throw unknown(log);
    }
    Item content = item == null ? null : item.value();
    KnowledgeRequest now =
        isUser() ? user.flatMap(InspectedUser::request).orElse(null) : request(content);
    Knowledge knowledge = written == null ? null : written.value();
    return new Inspection(
        name(options.kind()),
        options.id(),
        user.map(InspectedUser::profile).orElse(null),
        user.map(InspectedUser::history).orElse(null),
        content == null ? null : content(content),
        knowledge == null || written == null
            ? null
            : written(knowledge, written.record().timestamp()),
        new RequestState(settings, clock.millis())
            .of(
                asked == null ? null : asked.value(),
                asked == null ? 0 : asked.record().timestamp(),
                knowledge,
                user.map(InspectedUser::counted).orElse(0L),
                letters),
        now == null ? null : question(now),
        answers,
        letters.stream().map(Inspector::letter).toList());
  }

  private boolean isUser() {
    return options.kind() == SubjectKind.USER;
  }

  private <T extends SpecificRecord> @Nullable Newest<T> newest(
      SubjectLog log, Topic topic, Class<T> type) {
    List<Newest<T>> found = new ArrayList<>(1);
    log.forEach(
        topic,
        type,
        (record, value) -> {
          found.clear();
          found.add(new Newest<>(record, value));
        });
    return found.isEmpty() ? null : found.get(0);
  }

  private @Nullable Newest<KnowledgeRequest> newestRequest(SubjectLog log) {
    List<Newest<KnowledgeRequest>> found = new ArrayList<>(1);
    log.forEach(
        Topic.KNOWLEDGE_REQUESTS,
        KnowledgeRequest.class,
        (record, request) -> {
          if (request != null && request.getSubjectKind() == options.kind()) {
            found.clear();
            found.add(new Newest<>(record, request));
          }
        });
    return found.isEmpty() ? null : found.get(0);
  }

  private int answers(SubjectLog log) {
    int[] answers = {0};
    log.forEach(
        Topic.KNOWLEDGE_ANSWERS,
        KnowledgeAnswer.class,
        (record, answer) ->
            answers[0] += answer != null && answer.getSubjectKind() == options.kind() ? 1 : 0);
    return answers[0];
  }

  /** Those about records of this kind of subject, or of any kind. */
  private List<SubjectLog.Stored> letters(SubjectLog log) {
    List<Topic> others =
        isUser()
            ? List.of(Topic.ITEMS, Topic.KNOWLEDGE_ITEMS)
            : List.of(Topic.USERS, Topic.KNOWLEDGE_USERS, Topic.INTERACTIONS, Topic.IMPRESSIONS);
    List<String> names = others.stream().map(config::topic).toList();
    return log.deadLetters().stream()
        .filter(stored -> !names.contains(String.valueOf(stored.letter().topic())))
        .filter(stored -> log.about(stored.letter()).map(options.kind()::equals).orElse(true))
        .toList();
  }

  private UserException unknown(SubjectLog log) {
    SubjectKind other = isUser() ? SubjectKind.ITEM : SubjectKind.USER;
    Topic topic = isUser() ? Topic.ITEMS : Topic.INTERACTIONS;
    boolean exists = new SubjectLog(config, options.id()).has(topic);
    return new UserException(
        ("Nothing is known about the %s '%s': no committed record has this key on %s. Ids are"
                + " compared exactly%s")
            .formatted(
                name(options.kind()),
                options.id(),
                log.visited(),
                exists
                    ? "; there is %s with this id: laser inspect %s %s"
                        .formatted(isUser() ? "an item" : "a user", name(other), options.id())
                    : ", and topics keep records for a limited time"));
  }

  private @Nullable KnowledgeRequest request(@Nullable Item item) {
    if (item == null) {
      return null;
    }
    ItemContents contents = new ItemContents(new InMemoryByteStore());
    contents.put(
        options.id(),
        new ItemContent(
            item.getTitle(),
            item.getText(),
            item.getCategories(),
            item.getFields(),
            item.getUpdatedAt(),
            item.getUpdatedAt()));
    return new ItemRequests(contents, settings.refresh())
        .request(options.id(), 0, 1, clock.millis())
        .orElse(null);
  }

  private Question question(KnowledgeRequest request) {
    Prompt prompt = prompts.about(request);
    return new Question(prompts.version(), prompt.system(), prompt.user());
  }

  private static Content content(Item item) {
    return new Content(
        item.getTitle(),
        item.getText(),
        item.getCategories(),
        item.getFields(),
        time(item.getUpdatedAt()));
  }

  private Written written(Knowledge knowledge, long acceptedAt) {
    long generatedAt = knowledge.getProvenance().getGeneratedAt();
    return new Written(
        knowledge.getPosition(),
        time(knowledge.getBasedOnEventTime()),
        knowledge.getText(),
        knowledge.getProvenance().getGenerator(),
        knowledge.getProvenance().getPromptVersion(),
        knowledge.getProvenance().getRequestId(),
        knowledge.getProvenance().getPromptTokens(),
        knowledge.getProvenance().getCompletionTokens(),
        time(generatedAt),
        time(acceptedAt),
        Math.max(0, clock.millis() - generatedAt) / 1_000,
        knowledge.getVectors().stream()
            .map(
                vector ->
                    new Vector(
                        vector.getEncoderId(),
                        vector.getValues().size(),
                        norm(FloatLists.toArray(vector.getValues()))))
            .toList());
  }

  private static double norm(float[] vector) {
    double squares = 0;
    for (float number : vector) {
      squares += (double) number * number;
    }
    return Math.sqrt(squares);
  }

  private static Letter letter(SubjectLog.Stored stored) {
    return new Letter(
        stored.record().partition() + "@" + stored.record().offset(),
        time(stored.record().timestamp()),
        stored.letter().app(),
        stored.letter().reason(),
        stored.letter().topic(),
        stored.letter().message());
  }

  static String name(SubjectKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
