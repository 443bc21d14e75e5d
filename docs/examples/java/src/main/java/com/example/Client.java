package com.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * Writes items, a profile, clicks and an impression; reads the impression's score and reports what
 * was shown.
 *
 * <pre>
 * mvn package
 * java -jar target/client.jar [BOOTSTRAP [REGISTRY [PREFIX [USER]]]]
 * </pre>
 *
 * Without arguments it uses the system that {@code laser up} runs. It prints one line of JSON: the
 * score.
 */
public final class Client {
  private static final List<String> DEFAULTS =
      List.of("127.0.0.1:9092", "http://127.0.0.1:8081/apis/ccompat/v7", "laser.", "ann");
  private static final List<String> FILMS =
      List.of("Alien", "Brazil", "Casablanca", "Dune", "Elevator", "Fargo", "Gattaca", "Heat");

  private final ConfluentAvro avro;
  private final Writer writer;
  private final String prefix;
  private final String user;
  private long lastTime;

  private Client(ConfluentAvro avro, Writer writer, String prefix, String user) {
    this.avro = avro;
    this.writer = writer;
    this.prefix = prefix;
    this.user = user;
  }

  public static void main(String[] args) throws JsonProcessingException {
    String bootstrap = argument(args, 0);
    String prefix = argument(args, 2);
    ConfluentAvro avro = new ConfluentAvro(argument(args, 1));
    try (Writer writer = new Writer(bootstrap, avro, prefix)) {
      Map<String, Object> result =
          new Client(avro, writer, prefix, argument(args, 3)).run(bootstrap);
      new PrintStream(System.out, true, StandardCharsets.UTF_8)
          .println(new ObjectMapper().writeValueAsString(result));
    }
  }

  private static String argument(String[] args, int index) {
    return index < args.length ? args[index] : DEFAULTS.get(index);
  }

  private Map<String, Object> run(String bootstrap) {
    List<String> items = FILMS.stream().map(Client::id).toList();
    for (String title : FILMS) {
      writer.send(
          "items",
          id(title),
          item ->
              item.set("itemId", id(title))
                  .set("title", title)
                  .set("categories", List.of("film"))
                  .set("updatedAt", now()));
    }
    writer.send(
        "users",
        user,
        profile ->
            profile
                .set("userId", user)
                .set("fields", Map.of("country", "NL"))
                .set("updatedAt", now()));
    // Ids are unique and stay the same when a record is sent again: what comes twice counts once.
    interact("click-" + UUID.randomUUID(), items.get(0), "CLICK", null, null);
    writer.flush(); // What is acknowledged before the impression is sent is in its score.

    String impression = "impression-" + UUID.randomUUID();
    GenericRecord score;
    try (Scores scores = new Scores(bootstrap, avro, prefix)) {
      writer.send(
          "impressions",
          user,
          slate ->
              slate
                  .set("impressionId", impression)
                  .set("userId", user)
                  .set("eventTime", now())
                  .set("candidates", items)
                  .set("context", Map.of("device", "phone")));
      writer.flush();
      score = scores.await(user, impression);
    }

    // Candidates come in the order to show. Say what was on screen, and where; only that becomes a
    // sample.
    List<String> ranked =
        candidates(score).stream().map(candidate -> candidate.get("itemId").toString()).toList();
    List<String> shown = ranked.subList(0, 3);
    for (int position = 0; position < shown.size(); position++) {
      String id = impression + "-shown-" + position;
      interact(id, shown.get(position), "SHOWN", impression, position);
    }
    interact(impression + "-click", shown.get(1), "CLICK", impression, null);
    writer.flush();
    return summary(impression, score, ranked, shown);
  }

  /** Reports what the user did; the impression and the position may be null. */
  private void interact(String id, String item, String kind, String impression, Integer position) {
    var kinds = avro.schema(prefix + "interactions").getField("kind").schema();
    writer.send(
        "interactions",
        user,
        interaction ->
            interaction
                .set("interactionId", id)
                .set("userId", user)
                .set("itemId", item)
                .set("eventTime", now())
                .set("kind", new GenericData.EnumSymbol(kinds, kind))
                .set("impressionId", impression)
                .set("position", position));
  }

  /** Event times in milliseconds that always increase: a score uses only what came before it. */
  private long now() {
    lastTime = Math.max(System.currentTimeMillis(), lastTime + 1);
    return lastTime;
  }

  private static String id(String title) {
    return "film-" + title.toLowerCase(Locale.ROOT);
  }

  @SuppressWarnings("unchecked") // The schema says so.
  private static List<GenericRecord> candidates(GenericRecord score) {
    return (List<GenericRecord>) score.get("candidates");
  }

  private static Map<String, Object> summary(
      String impression, GenericRecord score, List<String> ranked, List<String> shown) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("impression", impression);
    summary.put("user", score.get("userId").toString());
    summary.put("outcome", score.get("outcome").toString());
    summary.put(
        "model", score.get("modelVersion") == null ? null : score.get("modelVersion").toString());
    summary.put("historyLength", score.get("historyLength"));
    summary.put("newestEventTime", score.get("newestEventTime"));
    summary.put(
        "seen",
        candidates(score).stream()
            .filter(candidate -> Boolean.TRUE.equals(candidate.get("seen")))
            .map(candidate -> candidate.get("itemId").toString())
            .toList());
    summary.put("candidates", ranked);
    summary.put(
        "probabilities",
        candidates(score).stream().map(candidate -> candidate.get("probability")).toList());
    summary.put("shown", shown);
    summary.put("clicked", shown.get(1));
    return summary;
  }
}
