package io.laserstreams.scoring.stream;

import static io.laserstreams.scoring.support.ScoringBench.NOON;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.schema.Impression;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.Topic;
import io.laserstreams.scoring.support.ScoringBench;
import io.laserstreams.scoring.support.TinyModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/scoring.md names exactly the reasons for dead letters that such inputs have. */
@Tag("slow")
class DocumentedReasonsTest {
  private static final Path DOCUMENT = Path.of("../docs/scoring.md");
  private static final Pattern REASON = Pattern.compile("`([a-z0-9]+(?:-[a-z0-9]+)*)`");

  /** Tested with several partitions, and with damaged records of internal topics. */
  private static final Set<String> ELSEWHERE =
      Set.of("wrong-partition", "bad-sums", "bad-statistics");

  private static final Map<String, Consumer<ScoringBench>> INPUTS =
      Map.ofEntries(
          entry("unreadable", bench -> bench.sendBytes(Topic.IMPRESSIONS, "u1", new byte[] {1})),
          entry(
              "no-key",
              bench ->
                  bench.send(
                      Topic.IMPRESSIONS, null, ScoringBench.impression("i1", "u1", NOON, "item1"))),
          entry(
              "wrong-key",
              bench ->
                  bench.send(
                      Topic.IMPRESSIONS, "u2", ScoringBench.impression("i1", "u1", NOON, "item1"))),
          entry("time-before-1970", bench -> bench.sendImpression("i1", "u1", -1, "item1")),
          entry("time-too-early", bench -> bench.sendImpression("i1", "u1", NOON / 1_000, "item1")),
          entry(
              "time-ahead",
              bench ->
                  bench.sendImpression(
                      "i1", "u1", NOON + Duration.ofMinutes(10).toMillis() + 1, "item1")),
          entry("no-value", bench -> bench.sendBytes(Topic.INTERACTIONS, "u1", null)),
          entry("bad-id", bench -> bench.sendImpression("x".repeat(513), "u1", NOON, "item1")),
          entry(
              "context-too-large",
              bench ->
                  bench.send(
                      Topic.IMPRESSIONS,
                      "u1",
                      new Impression(
                          "i1",
                          "u1",
                          NOON,
                          List.of("item1"),
                          IntStream.range(0, 65)
                              .boxed()
                              .collect(Collectors.toMap(String::valueOf, n -> "")),
                          null))),
          entry(
              "too-many-candidates",
              bench ->
                  bench.sendImpression(
                      "i1",
                      "u1",
                      NOON,
                      IntStream.range(0, 5_001).mapToObj(String::valueOf).toArray(String[]::new))),
          entry(
              "no-rating-value", bench -> interaction(bench, InteractionKind.RATING_CHANGE, null)),
          entry("unknown-kind", bench -> interaction(bench, InteractionKind.UNKNOWN, null)),
          entry("negative-position", bench -> interaction(bench, InteractionKind.SHOWN, -1)),
          entry(
              "vector-not-finite",
              bench -> bench.knowledge("u1", 1, NOON - 1, 1, 0, 0, Float.NEGATIVE_INFINITY)),
          entry("vector-size", bench -> bench.knowledge("u1", 1, NOON - 1, new float[4_097])),
          entry("too-many-vectors", bench -> bench.send(Topic.KNOWLEDGE_USERS, "u1", vectors(9))),
          entry("wrong-subject", bench -> bench.send(Topic.KNOWLEDGE_USERS, "u1", aboutAnItem())));

  @TempDir Path state;

  private static void interaction(ScoringBench bench, InteractionKind kind, Integer position) {
    bench.send(
        Topic.INTERACTIONS,
        "u1",
        ScoringBench.interaction("u1", "x1", "item1", NOON - 1, kind, null, position, null));
  }

  private static Knowledge vectors(int count) {
    Knowledge knowledge = ScoringBench.userKnowledge("u1", 1, NOON - 1, 1, 0, 0, 0);
    KnowledgeVector vector = knowledge.getVectors().get(0);
    return new Knowledge(
        knowledge.getSubjectKind(),
        "u1",
        1L,
        NOON - 1,
        "",
        Collections.nCopies(count, vector),
        knowledge.getProvenance());
  }

  private static Knowledge aboutAnItem() {
    Knowledge knowledge = vectors(1);
    knowledge.put("subjectKind", SubjectKind.ITEM);
    return knowledge;
  }

  private static Set<String> reasons() {
    return new TreeSet<>(INPUTS.keySet());
  }

  @Test
  void shouldBeTheReasonsOfTheDocument() throws IOException {
    Set<String> documented = new TreeSet<>();
    String badInput =
        Files.readString(DOCUMENT).split("\n## Bad input\n", -1)[1].split("\n## ", -1)[0];
    badInput
        .lines()
        .map(line -> line.split("\\| "))
        .filter(cells -> cells.length == 3 && cells[2].startsWith("dead letter"))
        .forEach(
            cells ->
                REASON
                    .matcher(cells[2])
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .forEach(documented::add));
    Set<String> tested = reasons();
    tested.addAll(ELSEWHERE);
    assertEquals(tested, documented);
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void shouldBeTheReasonOfSuchAnInput(String reason) {
    try (ScoringBench bench = new ScoringBench(state, Map.of()).serve(TinyModels.bundle("m1"))) {
      INPUTS.get(reason).accept(bench);
      assertEquals(List.of(reason), bench.deadLetterReasons());
      assertEquals(List.of(), bench.scores());
      assertEquals(
          0,
          bench.score("after", "u1", NOON, "item1").getHistoryLength(),
          "it has changed nothing, and the stream continues");
    }
  }
}
