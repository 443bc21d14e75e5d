package io.laserstreams.crm.bundle;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.Vocabularies;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.crm.model.Weights;
import io.laserstreams.crm.onnx.OnnxExport;
import io.laserstreams.crm.onnx.OnnxWeights;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model with all that it takes to serve it, in one zip file: {@code manifest.json}, {@code
 * vocabulary.json}, the two ONNX graphs and checksums, and {@code basis.bin} where the model's
 * streaming features stand on one. Immutable; the same content makes the same bytes.
 */
public final class ModelBundle {
  private static final String MANIFEST = "manifest.json";
  private static final String VOCABULARY = "vocabulary.json";
  private static final String ITEM_TOWER = "item-tower.onnx";
  private static final String HEAD = "head.onnx";
  private static final String BASIS = "basis.bin";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Manifest manifest;
  private final Vocabularies vocabularies;
  private final OnnxExport.Graphs graphs;
  private final FittedFactors basis;
  private final byte[] bytes;
  private final String sha256;

  private ModelBundle(
      Manifest manifest,
      Vocabularies vocabularies,
      OnnxExport.Graphs graphs,
      FittedFactors basis,
      byte[] bytes) {
    this.manifest = manifest;
    this.vocabularies = vocabularies;
    this.graphs = graphs;
    this.basis = basis;
    this.bytes = bytes;
    this.sha256 = BundleFile.sha256(bytes);
  }

  /** Makes a bundle of a model with these weights. */
  public static ModelBundle of(Manifest manifest, Vocabularies vocabularies, Weights weights) {
    return of(manifest, vocabularies, weights, FittedFactors.NONE);
  }

  /** Makes a bundle of a model with these weights whose streaming features stand on this basis. */
  public static ModelBundle of(
      Manifest manifest, Vocabularies vocabularies, Weights weights, FittedFactors basis) {
    requireNonNull(manifest, "manifest is null");
    requireNonNull(basis, "basis is null");
    var graphs = OnnxExport.export(model(manifest), weights);
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try {
      entries.put(MANIFEST, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
      entries.put(VOCABULARY, JSON.writeValueAsBytes(vocabularies));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the model's description cannot be written as JSON", e);
    }
    entries.put(ITEM_TOWER, graphs.itemTower());
    entries.put(HEAD, graphs.head());
    if (basis != FittedFactors.NONE) {
      entries.put(BASIS, basis.toBytes());
    }
    return new ModelBundle(manifest, vocabularies.copy(), graphs, basis, BundleFile.write(entries));
  }

  /**
   * An untrained model with empty vocabularies: for tests, and to have something to serve before
   * the first training.
   */
  public static ModelBundle untrained(String version, RecommendationModel model, long seed) {
    var manifest =
        new Manifest(
            Manifest.FORMAT,
            version,
            model.choice(),
            model.spec(),
            model.shape(),
            Map.of(),
            0,
            seed);
    return of(manifest, Vocabularies.empty(model.spec()), OnnxExport.initialWeights(model, seed));
  }

  /**
   * @throws InvalidBundleException if the file's content is no bundle that this version can serve
   */
  public static ModelBundle read(Path file) {
    try {
      return read(Files.readAllBytes(file));
    } catch (InvalidBundleException e) {
      throw new InvalidBundleException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the model bundle " + file, e);
    }
  }

  /**
   * @throws InvalidBundleException if the bytes are no bundle that this version can serve
   */
  public static ModelBundle read(byte[] bytes) {
    return parse(BundleFile.read(bytes), bytes.clone());
  }

  static ModelBundle parse(Map<String, byte[]> entries, byte[] bytes) {
    try {
      JsonNode manifest = JSON.readTree(entry(entries, MANIFEST));
      int format = manifest.path("format").asInt(-1);
      if (format != Manifest.FORMAT) {
        throw new InvalidBundleException(
            "the model bundle has format %s, this version reads format %d"
                .formatted(manifest.path("format"), Manifest.FORMAT));
      }
      var graphs = new OnnxExport.Graphs(entry(entries, ITEM_TOWER), entry(entries, HEAD));
      Manifest description = JSON.treeToValue(manifest, Manifest.class);
      Vocabularies vocabularies = JSON.readValue(entry(entries, VOCABULARY), Vocabularies.class);
      if (vocabularies == null) {
        throw new InvalidBundleException("the model bundle's " + VOCABULARY + " is null");
      }
      FittedFactors basis =
          entries.containsKey(BASIS) ? FittedFactors.read(entries.get(BASIS)) : FittedFactors.NONE;
      // Refuses what describes no model.
      model(description);
      return new ModelBundle(description, vocabularies, graphs, basis, bytes);
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidBundleException(
          "the model bundle's description cannot be read: " + e.getMessage(), e);
    }
  }

  private static byte[] entry(Map<String, byte[]> entries, String name) {
    byte[] content = entries.get(name);
    if (content == null) {
      throw new InvalidBundleException("the model bundle has no entry " + name);
    }
    return content;
  }

  public Manifest manifest() {
    return manifest;
  }

  public String version() {
    return manifest.version();
  }

  public FeatureSpec spec() {
    return manifest.spec();
  }

  /** The model without its weights. */
  public RecommendationModel model() {
    return model(manifest);
  }

  private static RecommendationModel model(Manifest manifest) {
    return Models.of(manifest.model(), manifest.spec(), manifest.shape());
  }

  public Map<String, Double> metrics() {
    return Map.copyOf(manifest.metrics());
  }

  /** Event time of the newest sample that the model learnt from, milliseconds since the epoch. */
  public long trainedUntil() {
    return manifest.trainedUntil();
  }

  /** A copy of the vocabularies. */
  public Vocabularies vocabularies() {
    return vocabularies.copy();
  }

  /** The weights, read out of the graphs: where further training starts. */
  public Weights weights() {
    return OnnxWeights.read(model(), graphs);
  }

  /** What streaming features stand on, {@link FittedFactors#NONE} where the model reads none. */
  public FittedFactors basis() {
    return basis;
  }

  public byte[] itemTower() {
    return graphs.itemTower().clone();
  }

  public byte[] head() {
    return graphs.head().clone();
  }

  public byte[] toBytes() {
    return bytes.clone();
  }

  /** SHA-256 of the bytes, in hexadecimal. */
  public String sha256() {
    return sha256;
  }

  /** Writes the bundle to a file; a file of this name is replaced at once or not at all. */
  public void write(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Files.createDirectories(absolute.getParent());
    Path part = absolute.resolveSibling(absolute.getFileName() + ".part");
    Files.write(part, bytes);
    Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
