package io.laserstreams.learning.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.learning.dataset.description.Descriptions;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.streaming.FeatureChoice;
import io.laserstreams.learning.streaming.FeaturePass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts about items that are known from a time on. */
class TimedItemTextsTest {
  private static final String DESCRIPTION =
      """
      name: timed
      interactions: {file: r.csv, user: u, item: i, value: v, time: {column: t, unit: iso-8601}}
      label: {above: 3}
      split: {earlier: 0, training: 0.5, validation: 0.25}
      knowledge:
        items: {file: texts.csv, item: i, text: text, asOf: {column: at, unit: iso-8601}}
      """;

  @TempDir Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    write(
        "r.csv",
        "u,i,v,t\n1,a,5,2025-01-01\n1,b,2,2025-01-02\n1,a,5,2025-01-03\n1,b,4,2025-01-05\n");
    write("texts.csv", "i,text,at\na,longer,2025-01-04\na,old,2025-01-02\nb,!,2025-01-01\n");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private Dataset read(String description) throws IOException {
    write("d.yaml", description);
    return DatasetReader.read(Descriptions.read(folder.resolve("d.yaml").toString()), folder);
  }

  private Knowledge knowledge(Dataset data) {
    Map<String, NavigableMap<Long, float[]>> vectors = new HashMap<>();
    ItemTextReader.readTimed(data, folder)
        .forEach(
            (item, texts) -> {
              NavigableMap<Long, float[]> own = new TreeMap<>();
              texts.forEach((time, text) -> own.put(time, new float[] {text.length()}));
              vectors.put(item, own);
            });
    return new Knowledge(Map.of(), vectors, Map.of(), false);
  }

  @Test
  void shouldPutEarlierTextsAboveLaterOnes() throws IOException {
    Dataset data = read(DESCRIPTION);
    assertTrue(ItemTextReader.isTimed(data, null));
    assertEquals(
        List.of("old", "old\nlonger"),
        List.copyOf(ItemTextReader.readTimed(data, folder).get("a").values()));
  }

  @Test
  void shouldReadOnlyWhatWasKnownBeforeASample() throws IOException {
    Dataset data = read(DESCRIPTION);
    Knowledge knowledge = knowledge(data);
    FeatureSpec spec = FeatureSpecs.of(data, new FeatureSpec.Encoder("lengths", 1), null);
    List<String> replayed = new ArrayList<>();
    new ReplayedSamples(data, knowledge, spec)
        .play(n -> true, sample -> replayed.add(seen(sample)));
    List<String> prepared = new ArrayList<>();
    new PreparedDataset(data, knowledge)
        .samples(spec)
        .play(n -> true, sample -> prepared.add(seen(sample)));
    assertEquals(
        List.of(
            "nothing after ", "1.0 after nothing", "3.0 after 3.0 1.0", "1.0 after 10.0 1.0 10.0"),
        replayed);
    assertEquals(replayed, prepared);
  }

  private static String seen(Sample sample) {
    List<String> history =
        sample.slate().historyItems().stream().map(item -> vector(item.knowledge())).toList();
    return vector(sample.slate().candidates().get(0).knowledge())
        + " after "
        + String.join(" ", history);
  }

  private static String vector(float[] vector) {
    return vector == null ? "nothing" : Float.toString(vector[0]);
  }

  @Test
  void shouldRefuseTextsWithoutTimesAndFeaturesThatCannotFollowThem() throws IOException {
    Dataset data = read(DESCRIPTION);
    var features = FeatureChoice.of("streaming", data, 0);
    assertTrue(
        assertThrows(
                InvalidDatasetException.class,
                () -> new FeaturePass(data, knowledge(data), features))
            .getMessage()
            .startsWith("knowledge.items.asOf: streaming features"));
    write("texts.csv", "i,text,at\na,old,\n");
    assertEquals(
        folder.resolve("texts.csv") + ", line 2, column 'at': is empty",
        assertThrows(InvalidDatasetException.class, () -> ItemTextReader.readTimed(data, folder))
            .getMessage());
    assertTrue(
        assertThrows(
                InvalidDatasetException.class,
                () -> read(DESCRIPTION.replace("item: i, text: text, ", "")))
            .getMessage()
            .contains("knowledge.items.asOf needs rows"));
  }
}
