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
 * What a learner knows of streaming features beside its weights: interactions that bases are fitted
 * to, and how served features are distributed.
 *
 * <p>Scoring serves the features that a released model reads, through the basis in its bundle. So
 * the first release reads features that it does not hear yet ({@link Moments#unheard}) and takes a
 * first basis along; when enough samples with features have come back, they are standardised and
 * heard. Whenever there are twice as many samples, they are standardised anew by those that came
 * since.
 *
 * <p>A fit sees only samples that were trained on, and what a sample is trained with was logged
 * before it came: no feature is of a fit that has seen its sample. Not thread-safe.
 */
final class FeatureLearning {
  private static final String FILE = "features.bin";
  private static final byte CODEC = 1;
  private static final long NEVER = -1;

  private final FeatureRules rules;
  private final FeatureSpec.Streaming streaming;
  private final StreamingFeatures engine;
  private final ItemCatalogue catalogue;
  private final InteractionLogFitter fit;
  private InteractionLog log;
  private Moments moments;
  private long standardisedBy;
  private long fittedInRound = NEVER;

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
    this.log = new InteractionLog(rules.interactions());
    this.moments = new Moments(engine);
  }

  /** Takes in slates that are now trained on for the first time. */
  void meet(List<LabelledSlate> slates) {
    for (LabelledSlate slate : slates) {
      for (LabelledSlate.Candidate candidate : slate.candidates()) {
        Float shown = streaming.settings().shownValue();
        if (shown != null) {
          log.add(
              new InteractionLog.LoggedInteraction(
                  slate.userId(), candidate.itemId(), slate.eventTime(), shown));
        }
        if (candidate.interacted()) {
          log.add(
              new InteractionLog.LoggedInteraction(
                  slate.userId(), candidate.itemId(), slate.eventTime(), candidate.value()));
        }
      }
      LoggedFeatures features = slate.features();
      if (features != null
          && features.throughBasis()
          && LoggedFeatures.complete(features, streaming)) {
        moments.add(LoggedFeatures.read(features, streaming, slate.candidates().size()));
      }
    }
  }

  /** How features are to be standardised from now on; empty where that stays as it is. */
  Optional<FeatureSpec.Streaming> standardisation() {
    if (moments.candidates() < Math.max(rules.samples(), standardisedBy)) {
      return Optional.empty();
    }
    FeatureSpec.Streaming standardised = moments.standardised();
    standardisedBy += moments.candidates();
    moments = new Moments(engine);
    return Optional.of(standardised);
  }

  /** A basis for a release of this round; empty where the one before still does. */
  Optional<FittedFactors> basis(long round) {
    if (fittedInRound != NEVER && round - fittedInRound < rules.rounds() || log.size() == 0) {
      return Optional.empty();
    }
    fittedInRound = round;
    return Optional.of(fit.fit(log, catalogue.ids(), catalogue::newest));
  }

  /** Interactions that the next fit would learn from. */
  int interactions() {
    return log.size();
  }

  /** Writes it into the folder of a checkpoint, with the basis that the model stands on. */
  void save(Path folder, FittedFactors basis) throws IOException {
    try (var out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(folder.resolve(FILE))))) {
      out.writeByte(CODEC);
      log.write(out);
      moments.write(out);
      out.writeLong(standardisedBy);
      out.writeLong(fittedInRound);
      byte[] bytes = basis == FittedFactors.NONE ? new byte[0] : basis.toBytes();
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  /** Reads what was saved; returns the basis that the model stands on. */
  FittedFactors load(Path folder) throws IOException {
    try (var in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(folder.resolve(FILE))))) {
      byte codec = in.readByte();
      if (codec != CODEC) {
        throw new IOException(
            FILE + " has codec version " + codec + ", this release reads version " + CODEC);
      }
      log = InteractionLog.read(in, rules.interactions());
      moments = Moments.read(in, engine);
      standardisedBy = in.readLong();
      fittedInRound = in.readLong();
      int length = in.readInt();
      byte[] bytes = length < 0 ? new byte[0] : in.readNBytes(length);
      if (bytes.length != length) {
        throw new IOException(FILE + " ends in its basis, which has " + length + " bytes");
      }
      return bytes.length == 0 ? FittedFactors.NONE : FittedFactors.read(bytes);
    }
  }
}
