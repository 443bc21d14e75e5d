package io.laserstreams.systemtests.support;

import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.Topic;
import io.laserstreams.testsupport.Await;
import io.laserstreams.tools.client.RecordReader;
import io.laserstreams.tools.client.RecordReader.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Requests for knowledge about made-up films, and their answers. */
public final class KnowledgeRequests {
  private KnowledgeRequests() {}

  /** Asks for knowledge about the films 0, 1, …, without waiting for it. */
  public static void ask(LaserSystem system, int requests) {
    for (int i = 0; i < requests; i++) {
      String id = Integer.toString(i);
      system.sendAsync(
          Topic.KNOWLEDGE_REQUESTS,
          id,
          new KnowledgeRequest(
              "ITEM/" + i + "/0",
              SubjectKind.ITEM,
              id,
              0L,
              0L,
              1,
              Map.of(),
              "Film " + i,
              "",
              List.of("Drama"),
              List.of(),
              System.currentTimeMillis()));
    }
    system.flush();
  }

  /** The ids of these requests. */
  public static Set<String> ids(int requests) {
    Set<String> ids = new TreeSet<>();
    for (int i = 0; i < requests; i++) {
      ids.add("ITEM/" + i + "/0");
    }
    return ids;
  }

  /** Answers by request id, once as many requests as expected have one. */
  public static Map<String, List<Received>> answers(LaserSystem system, int expected) {
    Map<String, List<Received>> answers = new HashMap<>();
    try (RecordReader reader = system.reader(Topic.KNOWLEDGE_ANSWERS)) {
      Await.until(
          () -> "answers to " + expected + " requests, there are " + answers.keySet(),
          () -> {
            reader
                .poll(Duration.ofMillis(100))
                .forEach(
                    received ->
                        answers
                            .computeIfAbsent(
                                reader.value(received, KnowledgeAnswer.class).getRequestId(),
                                id -> new ArrayList<>())
                            .add(received));
            return answers.size() >= expected;
          });
    }
    return answers;
  }
}
