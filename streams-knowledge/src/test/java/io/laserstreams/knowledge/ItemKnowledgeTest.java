package io.laserstreams.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.laserstreams.schema.Item;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemKnowledgeTest {
  @TempDir Path dir;
  private Harness app;

  @BeforeEach
  void open() {
    app = new Harness(dir);
  }

  @AfterEach
  void close() {
    app.close();
  }

  @Test
  void shouldRequestKnowledgeAboutANewItem() {
    app.item("m", "A heist.", 0);
    KnowledgeRequest request = app.onlyRequest();
    assertEquals(SubjectKind.ITEM, request.getSubjectKind());
    assertEquals("Title of m", request.getTitle());
    assertEquals("A heist.", request.getText());
    assertEquals(List.of("Drama"), request.getCategories());
    assertEquals(Map.of("year", "1995"), request.getProfile());
    assertEquals(0, request.getPosition());
    app.answer(request);
    var records = app.knowledge(SubjectKind.ITEM);
    assertEquals(1, records.size());
    assertEquals(0, records.get(0).value().getBasedOnEventTime());
    assertEquals(List.of(), app.knowledge(SubjectKind.USER));
  }

  @Test
  void shouldNotRequestAgainForTheSameContent() {
    app.item("m", "A heist.", 10);
    app.answer(app.onlyRequest());
    app.item("m", "A heist.", 20);
    app.item("m", "A heist.", 20);
    assertEquals(List.of(), app.requests());
  }

  @Test
  void shouldRequestAgainForChangedContent() {
    app.item("m", "A heist.", 10);
    app.answer(app.onlyRequest());
    app.item("m", "A heist goes wrong.", 20);
    KnowledgeRequest request = app.onlyRequest();
    assertEquals(20, request.getPosition());
    assertEquals("A heist goes wrong.", request.getText());
  }

  @Test
  void shouldRequestForChangedContentOnceTheRequestInFlightIsAnswered() {
    app.item("m", "A heist.", 10);
    KnowledgeRequest first = app.onlyRequest();
    app.item("m", "A heist goes wrong.", 20);
    assertEquals(List.of(), app.requests());
    app.answer(first);
    assertEquals(1, app.knowledge(SubjectKind.ITEM).size());
    assertEquals(20, app.onlyRequest().getPosition());
  }

  @Test
  void shouldIgnoreAnOlderRecordOfAnItem() {
    app.item("m", "New.", 20);
    app.answer(app.onlyRequest());
    app.item("m", "Old.", 10);
    assertEquals(List.of(), app.requests());
    assertEquals(1, app.count("laser.stale.versions", "of", "item"));
  }

  @Test
  void shouldCountContentThatChangesWithoutANewTime() {
    app.item("m", "One.", 20);
    app.answer(app.onlyRequest());
    app.item("m", "Two.", 20);
    assertEquals(List.of(), app.requests());
    assertEquals(1, app.count("laser.knowledge.ignored", "reason", "item-without-new-time"));
  }

  @Test
  void shouldRequestForTheLaterOfTwoVersionsOfOneTime() {
    app.item("m", "One.", 20);
    assertEquals("One.", app.onlyRequest().getText());
    app.item("m", "Two.", 20);
    app.advance(Duration.ofMinutes(1));
    assertEquals("Two.", app.onlyRequest().getText(), "the second attempt");
  }

  @Test
  void shouldRequestWithTheFieldsOfTheNewestVersion() {
    app.item("m", "A heist.", 10);
    app.onlyRequest();
    app.send(
        Topic.ITEMS,
        "m",
        Item.newBuilder()
            .setItemId("m")
            .setTitle("Title of m")
            .setText("A heist.")
            .setCategories(List.of("Drama"))
            .setFields(Map.of("year", "1996"))
            .setUpdatedAt(20)
            .build());
    app.advance(Duration.ofMinutes(1));
    assertEquals(Map.of("year", "1996"), app.onlyRequest().getProfile());
  }

  @Test
  void shouldDeleteKnowledgeOfADeletedItem() {
    app.item("m", "A heist.", 10);
    KnowledgeRequest request = app.onlyRequest();
    app.sendBytes(Topic.ITEMS, "m", null);
    var records = app.knowledge(SubjectKind.ITEM);
    assertEquals(1, records.size());
    assertNull(records.get(0).value());
    app.answer(request);
    assertEquals(List.of(), app.knowledge(SubjectKind.ITEM));
    for (String store :
        List.of(
            KnowledgeTopology.ITEM_CONTENTS, KnowledgeTopology.SUBJECTS, KnowledgeTopology.WAKES)) {
      assertEquals(0, app.keys(store), store);
    }
  }

  @Test
  void shouldDistinguishAUserAndAnItemWithTheSameId() {
    app.item("x", "A heist.", 10);
    KnowledgeRequest item = app.onlyRequest();
    app.clicks("x", 1, 3);
    KnowledgeRequest user = app.onlyRequest();
    app.answer(user);
    app.answer(item);
    assertEquals(SubjectKind.USER, app.knowledge(SubjectKind.USER).get(0).value().getSubjectKind());
    assertEquals(SubjectKind.ITEM, app.knowledge(SubjectKind.ITEM).get(0).value().getSubjectKind());
  }
}
