package io.laserstreams.cli.offline;

import io.laserstreams.cli.Progress;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.learning.dataset.Coverage;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.ItemTextReader;
import io.laserstreams.learning.dataset.Joins;
import io.laserstreams.learning.dataset.Knowledge;
import io.laserstreams.learning.dataset.KnowledgeEncoder;
import io.laserstreams.learning.dataset.TextVectorizer;
import io.laserstreams.learning.dataset.UserTextReader;
import io.laserstreams.learning.dataset.VectorCache;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.worker.encoder.EncoderRegistry;
import io.laserstreams.worker.encoder.TextEncoder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The dataset, and what a language model wrote about its items. */
public final class DatasetOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Mixin DatasetFiles files = new DatasetFiles();

  @Option(
      names = "--texts",
      paramLabel = "FILE",
      description =
          "JSON object of item id to knowledge text (default: what the description says).")
  Path texts;

  @Option(
      names = "--vectors",
      paramLabel = "FILE",
      description =
          "Keep the texts' vectors in this file, so that they are not encoded again (default:"
              + " encode).")
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

  /**
   * Reads the dataset; {@code history} says how many events models look back, null for what the
   * description says.
   */
  public Dataset read(Integer history) {
    return files.read(history);
  }

  /** Where the items' texts come from, in words. */
  public String textsSource(Dataset read) {
    var described = read.description().knowledge();
    return texts != null
        ? texts.getFileName().toString()
        : described != null && described.items() != null
            ? described.items()
            : "the catalogue's text columns";
  }

  /** The file that keeps the texts' vectors; null for none. */
  public Path vectors() {
    return vectors;
  }

  /** The folder of its files. */
  public Path folder() {
    return files.folder();
  }

  /**
   * Says what share of the interactions' users and items the files cover that are read: catalogue,
   * profiles and, where they are wanted, texts.
   *
   * @throws InvalidDatasetException if one covers nothing
   */
  public void reportJoins(Dataset read, boolean textsOfItems, boolean textsOfUsers) {
    List<Coverage> coverages = new ArrayList<>(Coverage.of(read));
    boolean written = textsOfUsers && hasUserTexts(read);
    Set<String> known =
        textsOfItems || textsOfUsers && !written ? itemTexts(read).keySet() : Set.of();
    if (!known.isEmpty()) {
      coverages.add(Coverage.ofItems(read, textsSource(read), known));
    }
    if (written) {
      var described = read.description().knowledge().users();
      coverages.add(
          Coverage.ofUsers(
              read, described.file(), UserTextReader.read(described, folder()).keySet()));
    }
    new Joins(coverages).describe().forEach(this::say);
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  /** What can be read about items, by item id. */
  public Map<String, String> itemTexts(Dataset read) {
    return ItemTextReader.read(read, folder(), texts);
  }

  /** Knowledge as vectors for models with this specification. */
  Knowledge knowledge(Dataset read, FeatureSpec spec) {
    FeatureSpec.Encoder encoder =
        spec.itemEncoder() == null ? spec.userEncoder() : spec.itemEncoder();
    return encoder == null
        ? Knowledge.NONE
        : knowledge(read, encoder.id(), spec.itemEncoder() != null, spec.userEncoder() != null);
  }

  /**
   * Knowledge as this encoder's vectors. Users' is what the description says that was written about
   * them, else it is made of the items'.
   */
  public Knowledge knowledge(Dataset read, String encoderId, boolean ofItems, boolean ofUsers) {
    if (!ofItems && !ofUsers) {
      return Knowledge.NONE;
    }
    boolean written = ofUsers && hasUserTexts(read);
    Map<String, float[]> items = ofItems || !written ? encode(read, encoderId) : Map.of();
    return written
        ? new Knowledge(items, encodeUsers(read, encoderId), true)
        : new Knowledge(items, ofUsers);
  }

  /** Whether the description has texts about users. */
  public boolean hasUserTexts(Dataset read) {
    var described = read.description().knowledge();
    return described != null && described.users() != null;
  }

  private Map<String, NavigableMap<Long, float[]>> encodeUsers(Dataset read, String encoderId) {
    Map<String, NavigableMap<Long, String>> texts =
        UserTextReader.read(read.description().knowledge().users(), folder());
    List<String> all = texts.values().stream().flatMap(own -> own.values().stream()).toList();
    return encoding(encoderId, all, knowledge -> knowledge.users(texts));
  }

  /** The knowledge vectors of this encoder, by item id. */
  public Map<String, float[]> encode(Dataset read, String encoderId) {
    Map<String, String> known = itemTexts(read);
    if (known.isEmpty()) {
      throw new InvalidDatasetException(
          "nothing is known of the items of %s: name a file with --texts, or text columns in the description, or use no knowledge"
              .formatted(read.name()));
    }
    return encoding(encoderId, known.values(), knowledge -> knowledge.items(known));
  }

  private <T> T encoding(
      String encoderId, Collection<String> all, Function<KnowledgeEncoder, T> work) {
    try (TextEncoder encoder = EncoderRegistry.standard().open(encoderId)) {
      TextVectorizer source = vectors(new EncoderVectors(encoder), all);
      try (var progress = Progress.counting("encode knowledge", "texts", 1)) {
        return work.apply(new KnowledgeEncoder(source, progress::at));
      }
    }
  }

  /**
   * A file of vectors of other texts is no error, it only grows: vectors are found by their texts.
   */
  private TextVectorizer vectors(TextVectorizer encoder, Collection<String> all) {
    if (vectors == null) {
      return encoder;
    }
    var cache = new VectorCache(vectors, encoder);
    int known = cache.known(all);
    if (cache.size() > 0) {
      say(
          "%s has the vectors of %,d of %,d texts, %s"
              .formatted(
                  vectors,
                  known,
                  all.size(),
                  known == all.size()
                      ? "none is encoded"
                      : known > 0
                          ? "the others are encoded"
                          : "all are encoded: its %,d vectors are of other texts"
                              .formatted(cache.size())));
    }
    return cache;
  }
}
