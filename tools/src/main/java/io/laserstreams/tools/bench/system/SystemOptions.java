package io.laserstreams.tools.bench.system;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.runtime.streams.StreamsKeys;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/**
 * A system to measure.
 *
 * @param load what is sent
 * @param model as {@link ModelChoice#parse} reads it, with random weights
 * @param features whether it reads all streaming features
 * @param bundle a model instead, whose items and profile fields the load does not know; null for
 *     none
 * @param partitions of all topics
 * @param atLeastOnce instead of scoring's own default
 * @param settings of scoring, which win over the others
 * @param heap of each process under test, as {@code -Xmx} reads it
 * @param appCpus to which the processes under test are restricted; null for those of the run
 * @param folder for the broker's data; null for a temporary one
 */
public record SystemOptions(
    Load load,
    String model,
    boolean features,
    @Nullable Path bundle,
    int partitions,
    boolean atLeastOnce,
    Map<String, String> settings,
    String heap,
    @Nullable String appCpus,
    @Nullable Path folder) {
  /**
   * What is sent.
   *
   * @param users in turns
   * @param items in the catalogue
   * @param candidates of a slate
   * @param history events that each user has before
   * @param inFlight slates without an answer at saturation, at most
   */
  public record Load(int users, int items, int candidates, int history, int inFlight) {
    private static final int LEAST_ITEMS = 300;

    public Load {
      atLeast("--users", users, 1);
      atLeast("--items", items, LEAST_ITEMS);
      atLeast("--candidates", candidates, 1);
      atLeast("--history", history, 0);
      atLeast("--in-flight", inFlight, 1);
      if (candidates > items) {
        throw new UserException(
            "--candidates is " + candidates + ", must be at most --items, which is " + items);
      }
    }
  }

  public SystemOptions {
    requireNonNull(load, "load is null");
    requireNonNull(heap, "heap is null");
    atLeast("--partitions", partitions, 1);
    settings = guaranteed(atLeastOnce, settings);
    if (!heap.matches("\\d+[kmgKMG]")) {
      throw new UserException("--heap is '" + heap + "', must be a size such as 1g or 800m");
    }
    try {
      ModelChoice.parse(model);
    } catch (IllegalArgumentException e) {
      throw new UserException("--model: " + e.getMessage(), e);
    }
  }

  private static Map<String, String> guaranteed(boolean atLeastOnce, Map<String, String> others) {
    Map<String, String> settings = new HashMap<>(others);
    if (atLeastOnce) {
      settings.putIfAbsent(StreamsKeys.PROCESSING_GUARANTEE, StreamsConfig.AT_LEAST_ONCE);
    }
    return Map.copyOf(settings);
  }

  /** The same with another setting of scoring. */
  public SystemOptions with(String key, String value) {
    Map<String, String> more = new HashMap<>(settings);
    more.put(key, value);
    return new SystemOptions(
        load, model, features, bundle, partitions, atLeastOnce, more, heap, appCpus, folder);
  }

  /** The processing guarantee that the settings lead to. */
  public String guarantee() {
    return settings.getOrDefault(StreamsKeys.PROCESSING_GUARANTEE, StreamsConfig.EXACTLY_ONCE_V2);
  }

  private static void atLeast(String option, int value, int least) {
    if (value < least) {
      throw new UserException(option + " is " + value + ", must be at least " + least);
    }
  }
}
