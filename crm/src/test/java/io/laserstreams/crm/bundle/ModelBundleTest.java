package io.laserstreams.crm.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.crm.TestModels;
import io.laserstreams.crm.model.ModelShape;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.onnx.OnnxExport;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.crm.scoring.Scorer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelBundleTest {
  private final byte[] bytes = TestModels.bundle(1).toBytes();

  @TempDir Path folder;

  @Test
  void shouldReadWhatItWrote() throws IOException {
    Path file = folder.resolve("models/m.laser");
    TestModels.bundle(1).write(file);
    ModelBundle read = ModelBundle.read(file);
    assertEquals("test-1", read.version());
    assertEquals(TestModels.MODEL.spec(), read.spec());
    assertEquals(TestModels.MODEL, read.model());
    assertEquals(Map.of("auc", 0.5), read.metrics());
    assertEquals(12345, read.trainedUntil());
    assertEquals(TestModels.vocabularies().items().values(), read.vocabularies().items().values());
    assertEquals(TestModels.bundle(1).sha256(), read.sha256());
    assertArrayEquals(bytes, read.toBytes());
  }

  /** Earlier versions wrote the text "NaN" and cannot read a null. */
  @Test
  void shouldLeaveOutFiguresThatCouldNotBeMeasured() throws IOException {
    var manifest =
        Manifest.builder("v", TestModels.MODEL)
            .metrics(Map.of("auc", Double.NaN, "logLoss", 0.5))
            .seed(1)
            .labels("value above 3")
            .build();
    assertEquals(Map.of("logLoss", 0.5), manifest.metrics());
    var json = new ObjectMapper();
    String written = json.writeValueAsString(manifest);
    assertFalse(written.contains("NaN"), written);
    assertEquals("value above 3", json.readValue(written, Manifest.class).labels());
    for (String none : List.of("\"NaN\"", "null")) {
      String before = written.replace("\"metrics\":{", "\"metrics\":{\"auc\":" + none + ",");
      assertEquals(Map.of("logLoss", 0.5), json.readValue(before, Manifest.class).metrics());
    }
    assertFalse(
        new String(json.writeValueAsBytes(TestModels.bundle(1).manifest()), StandardCharsets.UTF_8)
            .contains("labels"));
  }

  /** Field names and their order are part of the bundle's format. */
  @Test
  void shouldWriteTheManifestAsEarlierReleasesDo() throws IOException {
    String manifest =
        new String(BundleFile.read(bytes).get("manifest.json"), StandardCharsets.UTF_8);
    try (InputStream golden = getClass().getResourceAsStream("manifest.json")) {
      assertEquals(new String(golden.readAllBytes(), StandardCharsets.UTF_8), manifest);
    }
  }

  @Test
  void shouldGiveTheWeightsBack() {
    var weights = ModelBundle.read(bytes).weights();
    TestModels.weights(1)
        .asMap()
        .forEach(
            (name, weight) ->
                assertArrayEquals(weight.values(), weights.get(name, weight.shape()).values()));
  }

  @Test
  void shouldSayThatItIsTruncatedWhereverItIsCut() {
    for (int size = 4; size < bytes.length; size += 997) {
      byte[] cut = Arrays.copyOf(bytes, size);
      var e = assertThrows(InvalidBundleException.class, () -> ModelBundle.read(cut));
      assertEquals(
          "the model bundle is truncated: its " + size + " bytes have no end record",
          e.getMessage());
    }
  }

  @Test
  void shouldNotReadOtherFiles() {
    var e =
        assertThrows(
            InvalidBundleException.class,
            () -> ModelBundle.read("no zip".getBytes(StandardCharsets.UTF_8)));
    assertEquals(
        "these 6 bytes are not a model bundle: they do not start like a zip file", e.getMessage());
    assertThrows(InvalidBundleException.class, () -> ModelBundle.read(new byte[0]));
  }

  /** A flip in the zip's own metadata may be harmless; then what is read is what was written. */
  @Test
  void shouldNeverReadDamagedContent() {
    int flips = 0;
    int refused = 0;
    for (int at = 5; at < bytes.length; at += 211) {
      flips++;
      byte[] flipped = bytes.clone();
      flipped[at] ^= 0x10;
      try {
        ModelBundle read = ModelBundle.read(flipped);
        assertArrayEquals(TestModels.bundle(1).head(), read.head());
        assertArrayEquals(TestModels.bundle(1).itemTower(), read.itemTower());
        assertEquals(TestModels.bundle(1).manifest(), read.manifest());
      } catch (InvalidBundleException expected) {
        refused++;
      }
    }
    assertTrue(refused > flips * 0.9, refused + " of " + flips + " were refused");
  }

  @Test
  void shouldNameTheEntryWithAWrongChecksum() {
    Map<String, byte[]> entries = new TreeMap<>(BundleFile.read(bytes));
    byte[] sound = BundleFile.write(entries);
    assertEquals("test-1", ModelBundle.read(sound).version());
    entries.put("head.onnx", new byte[] {1});
    byte[] forged = swapSums(BundleFile.write(entries), sound);
    var e = assertThrows(InvalidBundleException.class, () -> ModelBundle.read(forged));
    assertTrue(
        e.getMessage().startsWith("entry head.onnx of the model bundle has checksum "),
        e.getMessage());
  }

  /** The content of the first file with the checksums of the second. */
  private static byte[] swapSums(byte[] content, byte[] sums) {
    try (var in = new ZipInputStream(new ByteArrayInputStream(content));
        var other = new ZipInputStream(new ByteArrayInputStream(sums));
        var bytes = new ByteArrayOutputStream();
        var out = new ZipOutputStream(bytes)) {
      byte[] last = null;
      for (var entry = other.getNextEntry(); entry != null; entry = other.getNextEntry()) {
        last = other.readAllBytes();
      }
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(entry.getName().equals("SHA256SUMS") ? last : in.readAllBytes());
      }
      out.finish();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldRefuseAFormatThatItDoesNotKnow() {
    Map<String, byte[]> entries = new TreeMap<>(BundleFile.read(bytes));
    String manifest = new String(entries.get("manifest.json"), StandardCharsets.UTF_8);
    entries.put(
        "manifest.json",
        manifest.replace("\"format\" : 2", "\"format\" : 7").getBytes(StandardCharsets.UTF_8));
    var e =
        assertThrows(
            InvalidBundleException.class, () -> ModelBundle.read(BundleFile.write(entries)));
    assertEquals("the model bundle has format 7, this version reads format 2", e.getMessage());
  }

  @Test
  void shouldNameTheFileThatCannotBeRead() throws IOException {
    Path file = Files.write(folder.resolve("bad"), new byte[10]);
    var e = assertThrows(InvalidBundleException.class, () -> ModelBundle.read(file));
    assertTrue(e.getMessage().startsWith(file + ": these 10 bytes"), e.getMessage());
  }

  @Test
  void shouldRefuseAModelThatOnnxRuntimeCannotLoad() {
    Map<String, byte[]> entries = new TreeMap<>(BundleFile.read(bytes));
    entries.put("head.onnx", Arrays.copyOf(entries.get("head.onnx"), 500));
    var bundle = ModelBundle.read(BundleFile.write(entries));
    var e = assertThrows(InvalidBundleException.class, () -> Scorer.open(bundle, Device.CPU));
    assertTrue(
        e.getMessage().startsWith("ONNX Runtime refuses the model's head on cpu: "),
        e.getMessage());
  }

  @Test
  void shouldRefuseAModelThatDoesNotFitItsDescription() {
    var wider =
        Models.of(
            TestModels.MODEL.choice(),
            TestModels.SPEC,
            ModelShape.builder()
                .idWidth(7)
                .fieldWidth(3)
                .spaceWidth(3)
                .knowledgeWidth(5)
                .experts(2)
                .expertWidth(4)
                .keyWidth(4)
                .valueWidth(3)
                .layers(2)
                .hidden(List.of(8, 4))
                .build());
    Map<String, byte[]> entries = new TreeMap<>(BundleFile.read(bytes));
    entries.put(
        "item-tower.onnx",
        OnnxExport.export(wider, OnnxExport.initialWeights(wider, 1)).itemTower());
    var bundle = ModelBundle.read(BundleFile.write(entries));
    var e = assertThrows(InvalidBundleException.class, () -> Scorer.open(bundle, Device.CPU));
    assertTrue(
        e.getMessage().startsWith("model test-1 does not fit its description: "), e.getMessage());
  }
}
