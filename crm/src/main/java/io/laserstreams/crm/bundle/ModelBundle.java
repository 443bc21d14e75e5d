package io.laserstreams.crm.bundle;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.laserstreams.crm.bytes.Sha256;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model and everything needed to serve it, in one zip file: {@code manifest.json}, {@code
 * vocabulary.json}, the two ONNX graphs, checksums, and {@code basis.bin}, the {@linkplain
 * FittedFactors fitted factors}, if the model reads them. Immutable; the same content gives the
 * same bytes.
 */
public final class ModelBundle {
  private static final String MANIFEST = "manifest.json";
  private static final String VOCABULARY = "vocabulary.json";
  private static final String ITEM_TOWER = "item-tower.onnx";
  private static final String HEAD = "head.onnx";
  private static final String FITTED_FACTORS = "basis.bin";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Manifest manifest;
  private final Vocabularies vocabularies;
  private final OnnxExport.Graphs graphs;
  private final FittedFactors fittedFactors;
  private final byte[] bytes;
  private final String sha256;

  private ModelBundle(
      Manifest manifest,
      Vocabularies vocabularies,
      OnnxExport.Graphs graphs,
      FittedFactors fittedFactors,
      byte[] bytes) {
    this.manifest = manifest;
    this.vocabularies = vocabularies;
    this.graphs = graphs;
    this.fittedFactors = fittedFactors;
    this.bytes = bytes;
    this.sha256 = Sha256.hex(bytes);
  }

  /** Bundles a model that reads no fitted factors. */
  public static ModelBundle of(Manifest manifest, Vocabularies vocabularies, Weights weights) {
    return of(manifest, vocabularies, weights, FittedFactors.NONE);
  }

  /** Bundles a model with the fitted factors that it reads. */
  public static ModelBundle of(
      Manifest manifest, Vocabularies vocabularies, Weights weights, FittedFactors fittedFactors) {
    requireNonNull(manifest, "manifest is null");
    requireNonNull(fittedFactors, "fittedFactors is null");
    var graphs = OnnxExport.export(model(manifest), weights);
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try {
      entries.put(MANIFEST, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
      entries.put(VOCABULARY, JSON.writeValueAsBytes(vocabularies));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot write the model's description as JSON", e);
    }
    entries.put(ITEM_TOWER, graphs.itemTower());
    entries.put(HEAD, graphs.head());
    if (fittedFactors != FittedFactors.NONE) {
      entries.put(FITTED_FACTORS, fittedFactors.toBytes());
    }
    return new ModelBundle(
        manifest, vocabularies.copy(), graphs, fittedFactors, BundleFile.write(entries));
  }

  /**
   * An untrained model with empty vocabularies, for tests and for serving before the first
   * training.
   */
  public static ModelBundle untrained(String version, RecommendationModel model, long seed) {
    return of(
        Manifest.builder(version, model).seed(seed).build(),
        Vocabularies.empty(model.spec()),
        OnnxExport.initialWeights(model, seed));
  }

  /**
   * @throws InvalidBundleException if the file is not a bundle that this version can serve
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
   * @throws InvalidBundleException if the bytes are not a bundle that this version can serve
   */
  public static ModelBundle read(byte[] bytes) {
    return parse(BundleFile.read(bytes), bytes.clone());
  }

  /** The same model under another version; everything else stays as it is. */
  public ModelBundle withVersion(String version) {
    Map<String, byte[]> entries = new LinkedHashMap<>(BundleFile.read(bytes));
    try {
      ObjectNode renamed = (ObjectNode) JSON.readTree(entry(entries, MANIFEST));
      renamed.put("version", requireNonNull(version, "version is null"));
      entries.put(MANIFEST, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(renamed));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the model's description as JSON", e);
    }
    return read(BundleFile.write(entries));
  }

  /** The manifest as it is in the file, in JSON. */
  public String manifestJson() {
    return new String(entry(BundleFile.read(bytes), MANIFEST), StandardCharsets.UTF_8);
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
      byte[] factors = entries.get(FITTED_FACTORS);
      FittedFactors fittedFactors =
          factors == null ? FittedFactors.NONE : FittedFactors.read(factors);
      // Throws if the description fits no model.
      model(description);
      return new ModelBundle(description, vocabularies, graphs, fittedFactors, bytes);
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidBundleException(
          "cannot read the model bundle's description: " + e.getMessage(), e);
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

  /** Event time of the newest sample that the model learned from, milliseconds since the epoch. */
  public long trainedUntil() {
    return manifest.trainedUntil();
  }

  /** A copy of the vocabularies. */
  public Vocabularies vocabularies() {
    return vocabularies.copy();
  }

  /** The weights, read from the graphs: where further training starts. */
  public Weights weights() {
    return OnnxWeights.read(model(), graphs);
  }

  /** The fitted factors, {@link FittedFactors#NONE} if the model reads none. */
  public FittedFactors fittedFactors() {
    return fittedFactors;
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

  /** Writes the bundle to a file. An existing file is replaced atomically. */
  public void write(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Files.createDirectories(absolute.getParent());
    Path part = absolute.resolveSibling(absolute.getFileName() + ".part");
    Files.write(part, bytes);
    Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
