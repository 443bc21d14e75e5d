package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.learning.streaming.InteractionLog;
import io.laserstreams.learning.streaming.InteractionLogFitter;
import io.laserstreams.learning.streaming.Moments;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a learner learns about streaming features besides its weights: interactions that factors are
 * fitted to, and how served features are distributed.
 *
 * <p>Scoring serves the features that a released model reads, through the fitted factors in its
 * bundle. So the first release reads features that have no effect on it yet ({@link
 * Moments#unheard}) and carries first factors; when enough samples with features have come back,
 * the features are standardised and take effect. Whenever the number of samples has doubled, they
 * are standardised again by those that came since.
 *
 * <p>A fit sees only samples that were trained on, and the features of a sample were logged before
 * it arrived: no feature comes from a fit that has seen its sample. Not thread-safe.
 */
final class FeatureLearning {
  private static final String FILE = "features.bin";
  private static final byte CODEC = 2;

  /** Without {@link #neededForFit}. */
  private static final byte CODEC_1 = 1;

  /** Interactions for each item of an initial bundle's factors that a fit in their place needs. */
  private static final int INTERACTIONS_PER_ITEM = 10;

  private static final long NEVER = -1;

  private final FeatureRules rules;
  private final FeatureSpec.Streaming streaming;
  private final StreamingFeatures engine;
  private final ItemCatalogue catalogue;
  private final InteractionLogFitter fit;
  private InteractionLog interactions;
  private Moments moments;
  private long standardisedBy;
  private long fittedInRound = NEVER;
  private int neededForFit = 1;

  /**
   * @param streaming which features, in which order
   */
  FeatureLearning(
      FeatureSpec.Streaming streaming, FeatureRules rules, ItemCatalogue catalogue, long seed) {
    this.streaming = requireNonNull(streaming, "streaming is null");
    this.rules = requireNonNull(rules, "rules is null");
    this.catalogue = requireNonNull(catalogue, "catalogue is null");
    this.engine = StreamingFeatures.of(streaming);
    this.fit = new InteractionLogFitter(streaming.settings(), rules.items(), seed);
    this.interactions = new InteractionLog(rules.interactions());
    this.moments = new Moments(engine);
  }

  /**
   * Keeps an initial bundle's factors until there are as many interactions as a fit in their place
   * needs: those of a stream's first minutes know few items.
   */
  void keep(FittedFactors factors) {
    if (factors != FittedFactors.NONE) {
      long needed = (long) INTERACTIONS_PER_ITEM * factors.items().size();
      neededForFit = Math.toIntExact(Math.max(1, Math.min(needed, rules.interactions())));
    }
  }

  /** Observes slates that are trained on for the first time. */
  void observe(List<LabelledSlate> slates) {
    for (LabelledSlate slate : slates) {
      for (LabelledSlate.Candidate candidate : slate.candidates()) {
        Float shown = streaming.settings().shownValue();
        if (shown != null) {
          interactions.add(
              new InteractionLog.LoggedInteraction(
                  slate.userId(), candidate.itemId(), slate.eventTime(), shown));
        }
        if (candidate.interacted()) {
          interactions.add(
              new InteractionLog.LoggedInteraction(
                  slate.userId(), candidate.itemId(), slate.eventTime(), candidate.value()));
        }
      }
      LoggedFeatures features = slate.features();
      if (features != null
          && features.throughFactors()
          && LoggedFeatures.complete(features, streaming)) {
        moments.add(features.read(streaming));
      }
    }
  }

  /**
   * Standardises features by the samples observed since the last time, once there are enough.
   *
   * @return how features are standardised from now on; empty if that does not change
   */
  Optional<FeatureSpec.Streaming> standardiseIfDue() {
    if (moments.candidates() < Math.max(rules.samples(), standardisedBy)) {
      return Optional.empty();
    }
    FeatureSpec.Streaming standardised = moments.standardised();
    standardisedBy += moments.candidates();
    moments = new Moments(engine);
    return Optional.of(standardised);
  }

  /**
   * Fits factors for a release in this round, once the last fit is old enough.
   *
   * @return the new factors; empty if those before stay
   */
  Optional<FittedFactors> refitIfDue(long round) {
    boolean recent = fittedInRound != NEVER && round - fittedInRound < rules.rounds();
    if (recent || interactions.size() < neededForFit) {
      return Optional.empty();
    }
    fittedInRound = round;
    return Optional.of(fit.fit(interactions, catalogue.ids(), catalogue::newest));
  }

  /** Interactions that the next fit would learn from. */
  int interactions() {
    return interactions.size();
  }

  /** Saves this to the folder of a checkpoint, with the factors that the model reads through. */
  void save(Path folder, FittedFactors factors) throws IOException {
    try (var out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(folder.resolve(FILE))))) {
      out.writeByte(CODEC);
      interactions.write(out);
      moments.write(out);
      out.writeLong(standardisedBy);
      out.writeLong(fittedInRound);
      out.writeInt(neededForFit);
      byte[] bytes = factors == FittedFactors.NONE ? new byte[0] : factors.toBytes();
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  /**
   * Loads what {@link #save} wrote.
   *
   * @return the factors that the model reads through
   */
  FittedFactors load(Path folder) throws IOException {
    try (var in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(folder.resolve(FILE))))) {
      byte codec = in.readByte();
      if (codec != CODEC && codec != CODEC_1) {
        throw new IOException(
            FILE + " has codec version " + codec + ", this release reads 1 to " + CODEC);
      }
      interactions = InteractionLog.read(in, rules.interactions());
      moments = Moments.read(in, engine);
      standardisedBy = in.readLong();
      fittedInRound = in.readLong();
      neededForFit = codec == CODEC_1 ? 1 : Math.max(1, in.readInt());
      int length = in.readInt();
      byte[] bytes = length < 0 ? new byte[0] : in.readNBytes(length);
      if (bytes.length != length) {
        throw new IOException(
            FILE + " ends within its fitted factors, which have " + length + " bytes");
      }
      return bytes.length == 0 ? FittedFactors.NONE : FittedFactors.read(bytes);
    }
  }
}
