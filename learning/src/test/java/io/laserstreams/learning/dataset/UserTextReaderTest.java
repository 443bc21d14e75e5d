package io.laserstreams.learning.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.learning.dataset.description.DatasetDescription;
import io.laserstreams.learning.dataset.description.Descriptions;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserTextReaderTest {
  private static final String DESCRIPTION =
      """
      name: visits
      interactions:
        {file: visits.csv, user: who, item: what, value: stars, time: {column: at, unit: seconds}}
      label: {above: 3}
      features: {history: 5, valueBounds: []}
      knowledge:
        users: {file: about.csv, user: who, text: words, asOf: {column: until, unit: seconds}}
      """;

  @TempDir Path folder;

  @Test
  void shouldReadATextOnlyAfterTheNewestEventThatItIsBasedOn() throws IOException {
    write(
        "visits.csv",
        """
        who,what,stars,at
        anna,a,5,100
        anna,b,1,200
        bert,a,4,200
        anna,c,2,300
        anna,a,1,400
        """);
    write("about.csv", "who,words,until\nanna,\"likes a,\nnot b\",200\nanna,likes nothing,300\n");
    Dataset data = DatasetReader.read(read(DESCRIPTION), folder);
    Map<String, NavigableMap<Long, String>> texts =
        UserTextReader.read(data.description().knowledge().users(), folder);
    assertEquals(
        Map.of(
            "anna", new TreeMap<>(Map.of(200_000L, "likes a,\nnot b", 300_000L, "likes nothing"))),
        texts);
    var knowledge =
        new Knowledge(
            Map.of(), new KnowledgeEncoder(new Lengths(), (done, all) -> {}).timed(texts), true);
    List<float[]> read = new ArrayList<>();
    var spec =
        FeatureSpec.builder(5, new FeatureSpec.Capacity(9, 9, 9))
            .userEncoder(new FeatureSpec.Encoder("lengths", 1))
            .build();
    new PreparedDataset(data, knowledge)
        .samples(spec)
        .play(n -> true, sample -> read.add(sample.slate().user().knowledge()));
    assertNull(read.get(0), "nothing was written yet");
    assertNull(read.get(1), "a text of the same time may be based on this visit");
    assertNull(read.get(2), "nothing was written about bert");
    assertArrayEquals(new float[] {14}, read.get(3));
    assertArrayEquals(new float[] {13}, read.get(4));
    List<float[]> played = new ArrayList<>();
    new ReplayedSamples(data, knowledge, spec)
        .play(n -> true, sample -> played.add(sample.slate().user().knowledge()));
    for (int i = 0; i < read.size(); i++) {
      assertArrayEquals(read.get(i), played.get(i));
    }
    assertNotEquals(
        knowledge.fingerprintOfUsers(),
        new Knowledge(
                Map.of(), Map.of("anna", new TreeMap<>(Map.of(200_000L, new float[] {14}))), true)
            .fingerprintOfUsers());
  }

  @Test
  void shouldRefuseATextWithoutATime() throws IOException {
    assertRefused(
        DESCRIPTION.replace(", asOf: {column: until, unit: seconds}", ""),
        "knowledge.users.asOf is missing");
    assertRefused(DESCRIPTION + "split: {by: user}\n", "knowledge.users needs data with times");
    var described = read(DESCRIPTION).knowledge().users();
    write("about.csv", "who,words,until\nanna,likes a,100\nanna,likes b,\n");
    assertInvalid(described, "about.csv, line 3, column 'until': is empty");
    write("about.csv", "who,words,until\nanna,likes a,some day\n");
    assertInvalid(
        described, "about.csv, line 2, column 'until': 'some day' is not a time in seconds");
    write("about.csv", "who,words,until\nanna,likes a,1767225600000\n");
    assertInvalid(described, "unless time.from and time.before say otherwise");
    write("about.csv", "who,words,until\nanna,likes a,100\nanna,likes b,100\n");
    assertInvalid(
        described, "about.csv, line 3, column 'until': user 'anna' has two texts as of 100");
  }

  /** A text's length is its vector. */
  private static final class Lengths implements TextVectorizer {
    @Override
    public List<float[]> encode(List<String> texts, IntConsumer progress) {
      return texts.stream().map(text -> new float[] {text.length()}).toList();
    }

    @Override
    public String encoderId() {
      return "lengths";
    }

    @Override
    public int dimensions() {
      return 1;
    }
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private DatasetDescription read(String text) throws IOException {
    return Descriptions.read(
        Files.writeString(folder.resolve("description.yaml"), text).toString());
  }

  private void assertRefused(String text, String message) {
    String actual = assertThrows(InvalidDatasetException.class, () -> read(text)).getMessage();
    assertTrue(actual.contains(message), actual);
  }

  private void assertInvalid(DatasetDescription.UserTexts described, String message) {
    String actual =
        assertThrows(InvalidDatasetException.class, () -> UserTextReader.read(described, folder))
            .getMessage();
    assertTrue(actual.endsWith(message), actual);
  }
}
