package io.laserstreams.trainer.continuous;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A model that learns from slates; the same slates in the same order teach it the same. Belongs to the thread that made it. */
interface Learner extends AutoCloseable {
  /**
   * One step of the optimiser.
   *
   * @return the weighted mean log loss of the batch before the step
   */
  double train(List<ServedSlate> batch);

  /** The model as it is now, as the bundle that is served. */
  byte[] bundle(String version, Map<String, Double> metrics, long trainedUntil);

  /** Writes parameters, optimiser and vocabularies into a folder, from which a learner factory can make the same learner. */
  void save(Path folder) throws IOException;

  @Override
  void close();

  /** Makes learners. */
  interface Factory {
    Learner fresh();

    /** @throws IOException where the folder does not hold a learner that fits the configuration */
    Learner saved(Path folder) throws IOException;
  }
}
