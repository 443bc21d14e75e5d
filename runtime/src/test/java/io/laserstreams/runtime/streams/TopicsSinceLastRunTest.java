package io.laserstreams.runtime.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class TopicsSinceLastRunTest {
  private static final Set<String> CHANGELOGS = Set.of("changelog", "other-changelog");
  private static final Uuid ONE = new Uuid(0, 1);
  private static final Uuid TWO = new Uuid(0, 2);
  private static final Uuid THREE = new Uuid(0, 3);
  private static final TopicsSinceLastRun NOTHING =
      new TopicsSinceLastRun(Set.of(), Set.of(), false);

  @Test
  void shouldFindNothingIfNothingIsKnownOrNothingChanged() {
    Map<String, Uuid> now = Map.of("in", ONE, "changelog", TWO);
    assertEquals(NOTHING, TopicsSinceLastRun.of(Map.of(), Map.of(), now, CHANGELOGS));
    assertEquals(NOTHING, TopicsSinceLastRun.of(now, now, now, CHANGELOGS));
    assertEquals(
        NOTHING,
        TopicsSinceLastRun.of(Map.of("in", ONE), Map.of(), now, CHANGELOGS),
        "a store that a new build has added");
  }

  @Test
  void shouldDistinguishLostChangelogsFromOtherRecreatedTopics() {
    Map<String, Uuid> before =
        Map.of("in", ONE, "out", ONE, "changelog", TWO, "other-changelog", TWO);
    assertEquals(
        new TopicsSinceLastRun(Set.of("changelog", "other-changelog"), Set.of("in"), false),
        TopicsSinceLastRun.of(
            before, Map.of(), Map.of("in", THREE, "changelog", THREE), CHANGELOGS));
  }

  @Test
  void shouldRelyOnTheLocalFolderForALostChangelogIfNothingElseIsKnown() {
    Map<String, Uuid> local = Map.of("in", ONE, "changelog", TWO);
    assertEquals(
        new TopicsSinceLastRun(Set.of("changelog"), Set.of(), true),
        TopicsSinceLastRun.of(Map.of(), local, Map.of("in", ONE, "changelog", THREE), CHANGELOGS));
    assertEquals(
        new TopicsSinceLastRun(Set.of(), Set.of(), false),
        TopicsSinceLastRun.of(Map.of(), local, Map.of("in", THREE, "changelog", TWO), CHANGELOGS),
        "a source that others have read since");
  }

  @Test
  void shouldNotUseALocalCopyOfOtherChangelogs() {
    Map<String, Uuid> local = Map.of("in", ONE, "changelog", ONE);
    assertEquals(
        new TopicsSinceLastRun(Set.of(), Set.of(), true),
        TopicsSinceLastRun.of(Map.of(), local, Map.of("in", TWO, "changelog", TWO), CHANGELOGS),
        "another cluster");
    Map<String, Uuid> now = Map.of("in", ONE, "changelog", TWO);
    assertEquals(
        new TopicsSinceLastRun(Set.of(), Set.of(), true),
        TopicsSinceLastRun.of(now, local, now, CHANGELOGS),
        "another instance was reset and uses another changelog");
  }
}
