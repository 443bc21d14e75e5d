package io.laserstreams.trainer.continuous;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A model that learns from slates; the same slates in the same order teach it the same. Belongs to
 * the thread that made it.
 */
interface Learner extends AutoCloseable {
  /**
   * Takes in slates that are now trained on for the first time: what is found out from them beside
   * weights.
   */
  void meet(List<LabelledSlate> slates);

  /**
   * One step of the optimiser.
   *
   * @return the weighted mean log loss of the batch before the step
   */
  double train(List<LabelledSlate> batch);

  /** The model is released in this round: what it stands on is fitted anew where that is due. */
  void settle(long round);

  /** The model as it is now, as the bundle that is served. */
  byte[] bundle(String version, Map<String, Double> metrics, long trainedUntil);

  /** Goes on with what another learner has found out beside weights, instead of its own. */
  void inherit(Learner other);

  /**
   * Writes parameters, optimiser and vocabularies into a folder, from which a learner factory can
   * make the same learner.
   */
  void save(Path folder) throws IOException;

  @Override
  void close();

  /** Makes learners. */
  interface Factory {
    Learner fresh();

    /**
     * @throws IOException where the folder does not hold a learner that fits the configuration
     */
    Learner saved(Path folder) throws IOException;
  }
}
