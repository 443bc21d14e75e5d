package io.laserstreams.tools.offline;

import static java.util.Objects.requireNonNull;

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
import io.laserstreams.learning.dataset.description.DatasetDescription;
import io.laserstreams.learning.dataset.description.DatasetDescription.UserTexts;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.tools.output.Progress;
import io.laserstreams.worker.encoder.EncoderRegistry;
import io.laserstreams.worker.encoder.TextEncoder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A dataset, and what a language model wrote about its items and users, as texts and vectors. */
public final class DatasetKnowledge {
  private final DatasetOptions options;
  private final PrintWriter out;

  /**
   * @param out where coverage and cached vectors are reported
   */
  public DatasetKnowledge(DatasetOptions options, PrintWriter out) {
    this.options = requireNonNull(options, "options is null");
    this.out = requireNonNull(out, "out is null");
  }

  /** Where the items' texts come from, for people. */
  public String textsSource(Dataset read) {
    var described = read.description().knowledge();
    return options.texts() != null
        ? options.texts().getFileName().toString()
        : described != null && described.items() != null
            ? described.items().file()
            : "the catalogue's text columns";
  }

  /**
   * Reports what share of the interactions' users and items each file covers: catalogue, profiles
   * and, if wanted, texts.
   *
   * @throws InvalidDatasetException if a file covers none
   */
  public void reportJoins(Dataset read, boolean textsOfItems, boolean textsOfUsers) {
    List<Coverage> coverages = new ArrayList<>(Coverage.of(read));
    Optional<UserTexts> written = textsOfUsers ? userTexts(read) : Optional.empty();
    Set<String> known =
        textsOfItems || (textsOfUsers && written.isEmpty()) ? itemTexts(read).keySet() : Set.of();
    if (!known.isEmpty()) {
      coverages.add(Coverage.ofItems(read, textsSource(read), known));
    }
    written.ifPresent(
        texts ->
            coverages.add(
                Coverage.ofUsers(
                    read,
                    texts.file(),
                    UserTextReader.read(texts, options.files().folder()).keySet())));
    new Joins(coverages, read.joined()).describe().forEach(this::say);
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }

  /** Texts about items, by item id. */
  public Map<String, String> itemTexts(Dataset read) {
    return ItemTextReader.read(read, options.files().folder(), options.texts());
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
   * Knowledge as this encoder's vectors. That of users comes from the description's texts about
   * users, else from the vectors of items.
   */
  public Knowledge knowledge(Dataset read, String encoderId, boolean ofItems, boolean ofUsers) {
    if (!ofItems && !ofUsers) {
      return Knowledge.NONE;
    }
    Optional<UserTexts> written = ofUsers ? userTexts(read) : Optional.empty();
    boolean readsItems = ofItems || written.isEmpty();
    if (readsItems && isTimed(read)) {
      return new Knowledge(
          Map.of(),
          encodeTimed(ItemTextReader.readTimed(read, options.files().folder()), encoderId),
          written.map(texts -> encodeUsers(texts, encoderId)).orElseGet(Map::of),
          ofUsers);
    }
    Map<String, float[]> items = readsItems ? encode(read, encoderId) : Map.of();
    return written
        .map(texts -> new Knowledge(items, encodeUsers(texts, encoderId), true))
        .orElseGet(() -> new Knowledge(items, ofUsers));
  }

  /** Whether the description has texts about users. */
  public boolean hasUserTexts(Dataset read) {
    return userTexts(read).isPresent();
  }

  private static Optional<UserTexts> userTexts(Dataset read) {
    return Optional.ofNullable(read.description().knowledge())
        .map(DatasetDescription.Knowledge::users);
  }

  private Map<String, NavigableMap<Long, float[]>> encodeUsers(
      UserTexts described, String encoderId) {
    return encodeTimed(UserTextReader.read(described, options.files().folder()), encoderId);
  }

  /** Whether each text about items is known from a time on. */
  public boolean isTimed(Dataset read) {
    return ItemTextReader.isTimed(read, options.texts());
  }

  private Map<String, NavigableMap<Long, float[]>> encodeTimed(
      Map<String, NavigableMap<Long, String>> texts, String encoderId) {
    List<String> all = texts.values().stream().flatMap(own -> own.values().stream()).toList();
    return encoding(encoderId, all, knowledge -> knowledge.timed(texts));
  }

  /** The knowledge vectors of this encoder, by item id. */
  public Map<String, float[]> encode(Dataset read, String encoderId) {
    Map<String, String> known = itemTexts(read);
    if (known.isEmpty()) {
      throw new InvalidDatasetException(
          ("nothing is known of the items of %s: name a file with --texts, or text columns in the"
                  + " description, or use no knowledge")
              .formatted(read.name()));
    }
    return encoding(encoderId, known.values(), knowledge -> knowledge.items(known));
  }

  private <T> T encoding(
      String encoderId, Collection<String> all, Function<KnowledgeEncoder, T> work) {
    try (TextEncoder encoder = EncoderRegistry.standard().open(encoderId)) {
      TextVectorizer source = cached(new EncoderVectors(encoder), all);
      try (var progress = Progress.counting("encode knowledge", "texts", 1)) {
        return work.apply(new KnowledgeEncoder(source, progress::at));
      }
    }
  }

  /** Vectors are found by their texts, so a cache of other texts is no error: it grows. */
  private TextVectorizer cached(TextVectorizer encoder, Collection<String> all) {
    Path vectors = options.vectors();
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
