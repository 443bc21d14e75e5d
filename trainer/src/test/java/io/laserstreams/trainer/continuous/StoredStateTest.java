package io.laserstreams.trainer.continuous;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.crm.json.Json;
import io.laserstreams.trainer.continuous.TrainerState.LastRelease;
import io.laserstreams.trainer.continuous.TrainerState.SamplesPosition;
import io.laserstreams.trainer.continuous.TrainerState.Trained;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The form of a trainer's state on disk, as earlier builds wrote it. */
class StoredStateTest {
  private static final String AFTER_A_RELEASE =
      """
      {
        "round" : 7,
        "samplesTopic" : "kD2nQ0xSQ6ySm0",
        "stretches" : {
          "0" : { "replayFrom" : 1, "trainedTo" : 2, "position" : 3 },
          "11" : { "replayFrom" : 4, "trainedTo" : 5, "position" : 6 }
        },
        "trainedOn" : 100,
        "trainedUntil" : 1000,
        "lastRelease" : "20260102T030405.678Z-0003",
        "lastMetrics" : { "auc" : 0.75, "logLoss" : 0.5, "samples" : 1000.0 },
        "refusalsInARow" : 2
      }
      """;
  private static final String INITIAL =
      """
      {
        "round" : 0,
        "samplesTopic" : null,
        "stretches" : { },
        "trainedOn" : 0,
        "trainedUntil" : 0,
        "lastRelease" : null,
        "lastMetrics" : { },
        "refusalsInARow" : 0
      }
      """;

  private final ObjectMapper json = Json.mapper();

  @Test
  void shouldReadAndWriteTheStoredFormat() throws IOException {
    TrainerState state =
        new TrainerState(
            7,
            new SamplesPosition(
                "kD2nQ0xSQ6ySm0",
                Map.of(0, new PartitionOffsets(1, 2, 3), 11, new PartitionOffsets(4, 5, 6))),
            new Trained(100, 1_000),
            new LastRelease(
                "20260102T030405.678Z-0003",
                Map.of("auc", 0.75, "logLoss", 0.5, "samples", 1_000.0)),
            2);
    assertStoredAs(AFTER_A_RELEASE, state);
    assertStoredAs(INITIAL, TrainerState.initial());
  }

  @Test
  void shouldReadAStateWithoutTheTopicsId() throws IOException {
    TrainerState older = read(AFTER_A_RELEASE.replaceFirst("\"samplesTopic\".*", ""));
    assertEquals(
        new SamplesPosition(null, read(AFTER_A_RELEASE).samples().partitions()), older.samples());
  }

  private void assertStoredAs(String text, TrainerState state) throws IOException {
    assertEquals(state, read(text));
    assertEquals(
        json.readTree(text), json.readTree(json.writeValueAsString(StoredState.of(state))));
  }

  private TrainerState read(String text) throws IOException {
    return json.readValue(text, StoredState.class).toState();
  }
}
