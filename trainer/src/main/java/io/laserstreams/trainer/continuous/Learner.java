package io.laserstreams.trainer.continuous;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model that learns from slates; the same slates in the same order teach it the same. Confined to
 * the thread that created it.
 */
interface Learner extends AutoCloseable {
  /**
   * Observes slates that are trained on for the first time, for what is learnt from them besides
   * weights: how features are distributed, and interactions to fit factors to.
   */
  void observe(List<LabelledSlate> slates);

  /**
   * Takes one step of the optimiser.
   *
   * @return the weighted mean log loss of the batch before the step
   */
  double train(List<LabelledSlate> batch);

  /** Refits the factors that the model reads through if that is due before a release. */
  void refitIfDue(long round);

  /** The model as it is now, as the bundle that is served. */
  byte[] bundle(String version, Map<String, Double> metrics, long trainedUntil);

  /** Continues with what another learner has observed, instead of its own observations. */
  void inheritObservations(Learner other);

  /**
   * Writes parameters, optimiser and vocabularies into a folder, from which {@link Factory#saved}
   * makes the same learner.
   */
  void save(Path folder) throws IOException;

  @Override
  void close();

  /** Makes learners. */
  interface Factory {
    /** A learner that has learnt nothing here: of the initial bundle if there is one. */
    Learner fresh();

    /** The bundle that {@link #fresh} starts from; empty for an untrained model. */
    default Optional<Path> initialBundle() {
      return Optional.empty();
    }

    /**
     * @throws IOException if the folder does not hold a learner that fits the configuration
     */
    Learner saved(Path folder) throws IOException;
  }
}
