package io.laserstreams.crm.bundle;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.TestModels;
import io.laserstreams.crm.streaming.SyntheticStream;
import io.laserstreams.fuzzing.CodecFuzz;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Graphs are stubs, since reading a bundle does not look into them: ONNX Runtime does when it loads
 * the model.
 */
@Tag("fuzz")
class ModelBundleFuzzTest {
  private static final Map<String, byte[]> ENTRIES = entries();
  private static final byte[] BUNDLE = BundleFile.write(ENTRIES);

  private static Map<String, byte[]> entries() {
    Map<String, byte[]> entries =
        new TreeMap<>(
            BundleFile.read(TestModels.bundle(TestModels.streamingModel("din"), 1).toBytes()));
    entries.put("head.onnx", new byte[] {1, 2, 3});
    entries.put("item-tower.onnx", new byte[] {4, 5});
    entries.put("basis.bin", SyntheticStream.fittedFactors(1).toBytes());
    return entries;
  }

  @Test
  void shouldReadOrRefuseDamagedFiles() {
    CodecFuzz.roundTrips(
        List.of(BUNDLE), InvalidBundleException.class, ModelBundle::read, ModelBundle::toBytes);
  }

  /** Damage with valid checksums, as from a broken trainer. */
  @ParameterizedTest
  @ValueSource(strings = {"manifest.json", "vocabulary.json"})
  void shouldReadOrRefuseDamagedDescriptions(String entry) {
    CodecFuzz.survives(
        List.of(ENTRIES.get(entry)),
        InvalidBundleException.class,
        content -> {
          Map<String, byte[]> entries = new TreeMap<>(ENTRIES);
          entries.remove("basis.bin");
          entries.put(entry, content);
          return ModelBundle.parse(entries, BUNDLE);
        },
        (bytes, bundle) -> {
          bundle.model();
          bundle.vocabularies();
          bundle.metrics();
        });
  }

  @Test
  void shouldNotUnzipMoreThanAFileCanHold() {
    byte[] bomb = BundleFile.write(Map.of("manifest.json", new byte[50_000_000]));
    assertTrue(bomb.length < 100_000);
    var refused = assertThrows(InvalidBundleException.class, () -> ModelBundle.read(bomb));
    assertTrue(refused.getMessage().endsWith("unzip to more than 100 each"), refused.getMessage());
  }
}
