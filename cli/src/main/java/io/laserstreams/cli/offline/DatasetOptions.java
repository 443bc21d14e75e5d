package io.laserstreams.cli.offline;

import io.laserstreams.cli.Progress;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.trainer.dataset.Dataset;
import io.laserstreams.trainer.dataset.InvalidDatasetException;
import io.laserstreams.trainer.dataset.ItemKnowledge;
import io.laserstreams.trainer.dataset.Knowledge;
import io.laserstreams.trainer.dataset.TextVectors;
import io.laserstreams.trainer.dataset.UserKnowledge;
import io.laserstreams.trainer.dataset.VectorCache;
import io.laserstreams.worker.encoder.EncoderRegistry;
import io.laserstreams.worker.encoder.TextEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.BiFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The dataset, and what a language model wrote about its items. */
public final class DatasetOptions {
  @Mixin
  DatasetFiles files = new DatasetFiles();

  @Option(names = "--texts", paramLabel = "FILE",
      description = "JSON object of item id to knowledge text (default: what the description says).")
  Path texts;

  @Option(names = "--vectors", paramLabel = "FILE",
      description = "Keep the texts' vectors in this file, so that they are not encoded again (default: encode).")
  Path vectors;

  /** These options as another command's arguments. */
  public List<String> arguments() {
    List<String> arguments = new ArrayList<>(files.arguments());
    if (texts != null) {
      arguments.addAll(List.of("--texts", texts.toString()));
    }
    if (vectors != null) {
      arguments.addAll(List.of("--vectors", vectors.toString()));
    }
    return arguments;
  }

  /** Reads the dataset. */
  public Dataset read() {
    return read(null);
  }

  /** Reads the dataset; {@code history} says how many events models look back, null for what the description says. */
  public Dataset read(Integer history) {
    return files.read(history);
  }

  /** Where the items' texts come from, in words. */
  public String textsSource(Dataset read) {
    var described = read.description().knowledge();
    return texts != null
        ? texts.getFileName().toString()
        : described != null && described.items() != null ? described.items() : "the catalogue's text columns";
  }

  /** The file that keeps the texts' vectors; null for none. */
  public Path vectors() {
    return vectors;
  }

  /** The folder of its files. */
  public Path folder() {
    return files.folder();
  }

  /** What can be read about items, by item id. */
  public Map<String, String> itemTexts(Dataset read) {
    return ItemKnowledge.texts(read, folder(), texts);
  }

  /** Knowledge as vectors for models with this specification. */
  Knowledge knowledge(Dataset read, FeatureSpec spec) {
    FeatureSpec.Encoder encoder = spec.itemEncoder() == null ? spec.userEncoder() : spec.itemEncoder();
    return encoder == null
        ? Knowledge.NONE
        : knowledge(read, encoder.id(), spec.itemEncoder() != null, spec.userEncoder() != null);
  }

  /**
   * Knowledge as this encoder's vectors. Users' is what the description says that was written about them, else it is made of the
   * items'.
   */
  public Knowledge knowledge(Dataset read, String encoderId, boolean ofItems, boolean ofUsers) {
    if (!ofItems && !ofUsers) {
      return Knowledge.NONE;
    }
    boolean written = ofUsers && hasUserTexts(read);
    Map<String, float[]> items = ofItems || !written ? encode(read, encoderId) : Map.of();
    return written ? new Knowledge(items, encodeUsers(read, encoderId), true) : new Knowledge(items, ofUsers);
  }

  /** Whether the description has texts about users. */
  public boolean hasUserTexts(Dataset read) {
    var described = read.description().knowledge();
    return described != null && described.users() != null;
  }

  private Map<String, NavigableMap<Long, float[]>> encodeUsers(Dataset read, String encoderId) {
    Map<String, NavigableMap<Long, String>> texts = UserKnowledge.texts(read.description().knowledge().users(), folder());
    return encoding(encoderId, (vectors, progress) -> UserKnowledge.encode(texts, vectors, progress));
  }

  /** The knowledge vectors of this encoder, by item id. */
  public Map<String, float[]> encode(Dataset read, String encoderId) {
    Map<String, String> known = itemTexts(read);
    if (known.isEmpty()) {
      throw new InvalidDatasetException(
          "nothing is known of the items of %s: name a file with --texts, or text columns in the description, or use no knowledge"
              .formatted(read.name()));
    }
    return encoding(encoderId, (vectors, progress) -> ItemKnowledge.encode(known, vectors, progress));
  }

  private <T> T encoding(String encoderId, BiFunction<TextVectors, ItemKnowledge.Progress, T> work) {
    try (TextEncoder encoder = EncoderRegistry.standard().open(encoderId);
        var progress = Progress.counting("encode knowledge", "texts", 1)) {
      TextVectors source = new EncoderVectors(encoder);
      return work.apply(vectors == null ? source : new VectorCache(vectors, source), progress::at);
    }
  }
}
