package io.laserstreams.tools.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Impression;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.AvroSerializer;
import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.testsupport.InMemorySchemas;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RecordViewTest {
  private static final String PREFIX = "t.";
  private static final Interaction CLICK =
      new Interaction("i", "ann", "film", 5L, InteractionKind.CLICK, "slate", null, 4.1f);
  private static final Impression SLATE =
      new Impression("slate", "ann", 4L, List.of("book", "film"), Map.of("itemId", "song"), null);

  private final Schemas schemas = new InMemorySchemas();

  @Test
  void shouldPrintValuesAsTheyAreWritten() {
    assertEquals(
        "{\"time\":null,\"partition\":3,\"offset\":7,\"key\":\"ann\","
            + "\"value\":{\"interactionId\":\"i\","
            + "\"userId\":\"ann\",\"itemId\":\"film\",\"eventTime\":5,\"kind\":\"CLICK\","
            + "\"impressionId\":\"slate\",\"position\":null,\"value\":4.1}}",
        line(Topic.INTERACTIONS, RecordFilter.NONE, "ann", bytes(Topic.INTERACTIONS, CLICK))
            .orElseThrow()
            .toString());
  }

  @Test
  void shouldSelectByUserItemAndImpression() {
    byte[] click = bytes(Topic.INTERACTIONS, CLICK);
    assertTrue(passes(Topic.INTERACTIONS, filter(null, "ann", "film", "slate"), "ann", click));
    assertFalse(passes(Topic.INTERACTIONS, filter("bob", null, null, null), "ann", click));
    assertFalse(passes(Topic.INTERACTIONS, filter(null, "bob", null, null), "ann", click));
    assertFalse(passes(Topic.INTERACTIONS, filter(null, null, "book", null), "ann", click));
    assertFalse(passes(Topic.INTERACTIONS, filter(null, "ann", null, "other"), "ann", click));
  }

  @Test
  void shouldSelectByACandidateAndNotByAContext() {
    byte[] slate = bytes(Topic.IMPRESSIONS, SLATE);
    assertTrue(passes(Topic.IMPRESSIONS, filter(null, null, "film", null), "ann", slate));
    assertFalse(passes(Topic.IMPRESSIONS, filter(null, null, "song", null), "ann", slate));
  }

  @Test
  void shouldSelectKnowledgeByItsSubject() {
    byte[] request =
        bytes(
            Topic.KNOWLEDGE_REQUESTS,
            new KnowledgeRequest(
                "r",
                SubjectKind.ITEM,
                "same",
                1L,
                1L,
                1,
                Map.of(),
                "",
                "",
                List.of(),
                List.of(),
                1L));
    assertTrue(passes(Topic.KNOWLEDGE_REQUESTS, filter(null, null, "same", null), "same", request));
    assertFalse(
        passes(Topic.KNOWLEDGE_REQUESTS, filter(null, "same", null, null), "same", request));
  }

  @Test
  void shouldKeepDamagedRecordsThatTheKeyDoesNotRuleOut() {
    byte[] damaged = {0, 0, 0};
    assertTrue(passes(Topic.INTERACTIONS, filter(null, "ann", null, null), "ann", damaged));
    assertFalse(passes(Topic.INTERACTIONS, filter(null, "ann", null, null), "bob", damaged));
    assertTrue(passes(Topic.INTERACTIONS, filter(null, "ann", null, null), null, damaged));
    assertTrue(passes(Topic.INTERACTIONS, filter(null, null, "film", null), "bob", damaged));
    assertFalse(passes(Topic.INTERACTIONS, filter(null, null, "film", null), "ann", null));
  }

  @Test
  void shouldSayWhyAValueCannotBeRead() {
    byte[] cut = bytes(Topic.INTERACTIONS, CLICK);
    byte[] half = Arrays.copyOf(cut, cut.length / 2);
    ObjectNode line = line(Topic.INTERACTIONS, RecordFilter.NONE, "ann", half).orElseThrow();
    assertTrue(
        line.get("damaged").asText().startsWith("Not a Interaction written with"), "" + line);
    assertEquals(half.length, line.at("/value/bytes").asInt());
    assertEquals(7, line.get("offset").asInt());
  }

  @Test
  void shouldPrintPlainValuesOfOtherTopics() {
    TailedTopic other = new TailedTopic("other", Optional.empty());
    RecordView view = new RecordView(other, PREFIX, RecordFilter.NONE, schemas);
    assertEquals("text ü", value(view, "text ü".getBytes(UTF_8)));
    assertEquals("{\"bytes\":2,\"base64\":\"AP8=\"}", value(view, new byte[] {0, -1}));
    assertTrue(value(view, new byte[2_000]).startsWith("{\"bytes\":2000,\"sha256\":\""));
    assertEquals("null", value(view, null));
    ObjectNode avro = view.line(source("k", bytes(Topic.INTERACTIONS, CLICK))).orElseThrow();
    assertEquals("io.laserstreams.schema.Interaction", avro.get("schema").asText());
  }

  @Test
  void shouldRefuseCriteriaThatNothingMeets() {
    for (Map.Entry<Topic, RecordFilter> impossible :
        Map.of(
                Topic.ITEMS, filter(null, "ann", null, null),
                Topic.USERS, filter(null, null, "film", null),
                Topic.KNOWLEDGE_ITEMS, filter(null, "ann", null, null),
                Topic.MODELS, filter(null, null, null, "slate"))
            .entrySet()) {
      assertThrows(
          UserException.class,
          () -> view(impossible.getKey(), impossible.getValue()),
          impossible.toString());
    }
  }

  @Test
  void shouldFindTopicsByShortAndWholeNames() {
    List<String> existing = List.of("t.scores", "scores", "t-changelog", "__consumer_offsets");
    assertEquals("t.scores", TailedTopic.find("scores", PREFIX, existing).name());
    assertEquals(Optional.of(Topic.SCORES), TailedTopic.find("t.scores", PREFIX, existing).entry());
    assertEquals(Optional.empty(), TailedTopic.find("t-changelog", PREFIX, existing).entry());
    String missing =
        assertThrows(UserException.class, () -> TailedTopic.find("items", PREFIX, existing))
            .getMessage();
    assertEquals(
        "There is no topic 'items' on this cluster. With the prefix 't.' there are: scores. By"
            + " their whole names: scores, t-changelog",
        missing);
  }

  private static RecordFilter filter(String key, String user, String item, String impression) {
    return new RecordFilter(key, user, item, impression);
  }

  private RecordView view(Topic topic, RecordFilter filter) {
    return new RecordView(
        new TailedTopic(topic.on(PREFIX), Optional.of(topic)), PREFIX, filter, schemas);
  }

  private Optional<ObjectNode> line(Topic topic, RecordFilter filter, String key, byte[] value) {
    return view(topic, filter).line(source(key, value));
  }

  private boolean passes(Topic topic, RecordFilter filter, String key, byte[] value) {
    return line(topic, filter, key, value).isPresent();
  }

  private static String value(RecordView view, byte[] bytes) {
    var value = view.line(source("k", bytes)).orElseThrow().get("value");
    return value.isTextual() ? value.asText() : value.toString();
  }

  private static ConsumerRecord<byte[], byte[]> source(String key, byte[] value) {
    return new ConsumerRecord<>("topic", 3, 7, key == null ? null : key.getBytes(UTF_8), value);
  }

  private byte[] bytes(Topic topic, SpecificRecord value) {
    return new AvroSerializer<>(schemas).serialize(topic.on(PREFIX), value);
  }
}
