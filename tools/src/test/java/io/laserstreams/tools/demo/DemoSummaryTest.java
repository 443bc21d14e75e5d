package io.laserstreams.tools.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoSummaryTest {
  @Test
  void shouldHaveTheKeysThatScriptsRead() {
    DemoSummary summary =
        new DemoSummary(
            42,
            4,
            40,
            true,
            true,
            false,
            new DemoSummary.ClickThrough(0.1, 0.2, 0.11, 0.3, 0.1, 0.2, 20),
            10,
            9,
            1,
            2,
            3,
            4,
            5,
            new DemoSummary.LatencyMillis(30, 70),
            List.of(new DemoSummary.Point(10, 0.1, 0.1, 0.3)),
            List.of(new DemoSummary.Release(12, "v1", 0.6)));
    JsonNode json = new ObjectMapper().valueToTree(summary);
    assertEquals(0.1, json.at("/clickThrough/first").asDouble());
    assertEquals(0.2, json.at("/clickThrough/last").asDouble());
    assertEquals(0.11, json.at("/clickThrough/random").asDouble());
    assertEquals(0.3, json.at("/clickThrough/best").asDouble());
    assertEquals(9, json.at("/scores").asLong());
    assertEquals(1, json.at("/duplicateScores").asLong());
    assertEquals(3, json.at("/modelsReleased").asLong());
    assertEquals(4, json.at("/knowledgeRecords").asLong());
    assertEquals(30, json.at("/latencyMillis/p50").asDouble());
    assertEquals(70, json.at("/latencyMillis/p99").asDouble());
    assertTrue(json.at("/curve/0/served").isNumber());
    assertEquals(12, json.at("/releases/0/second").asInt());
    assertEquals("v1", json.at("/releases/0/version").asText());
    assertEquals(0.6, json.at("/releases/0/auc").asDouble());
  }
}
