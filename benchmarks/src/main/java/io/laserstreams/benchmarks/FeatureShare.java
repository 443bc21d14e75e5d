package io.laserstreams.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Which share of streams-scoring's CPU time streaming features take, by a flight recording of a
 * scoring process: samples of its threads, classified by what they were doing. The threads of the
 * garbage collector and the compiler are not sampled.
 */
public final class FeatureShare {
  private static final String SAMPLES_IN_JAVA = "jdk.ExecutionSample";
  private static final String SAMPLES_IN_NATIVE_CODE = "jdk.NativeMethodSample";

  /**
   * What a thread is doing: the first of these with a method on its stack, identified by the
   * beginning of its name.
   */
  private enum Stage {
    SLATE_FEATURES("features of slates", true, "SlateScorer.features"),
    EVENT_FEATURES("events in users' states", true, "InteractionProcessor.intoFeatures"),
    STATISTICS(
        "statistics of items",
        true,
        "InteractionProcessor.publish",
        "ItemSumsProcessor.process",
        "StatisticsFollower.take"),
    MODEL("model calls", false, "ServingModel.logits"),
    SCORING("rest of slates: users, histories, items, scores", false, "SlateScorer.answer"),
    SAMPLES("samples, windows, served impressions", false, "SampleJoin.", "ServedImpressions."),
    RECORDS("rest of records", false, "StreamTask.process"),
    KAFKA("Kafka Streams, its clients, followers of topics", false, "");

    private final String meaning;
    private final boolean ofFeatures;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable.
    private final List<String> methods;

    Stage(String meaning, boolean ofFeatures, String... methods) {
      this.meaning = meaning;
      this.ofFeatures = ofFeatures;
      this.methods = List.of(methods);
    }

    private boolean covers(String method) {
      return methods.stream().anyMatch(method::startsWith);
    }
  }

  private FeatureShare() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: benchmarks/run --share RECORDING.jfr");
      System.exit(2);
    }
    Map<Stage, Integer> samples = samples(Path.of(args[0]));
    int all = samples.values().stream().mapToInt(Integer::intValue).sum();
    if (!samples.containsKey(Stage.SLATE_FEATURES)) {
      System.err.printf(
          "%s: none of %d samples of scoring's threads computed features; does the model read"
              + " any?%n",
          args[0], all);
      System.exit(1);
    }
    int ofFeatures = 0;
    for (Stage stage : Stage.values()) {
      int count = samples.getOrDefault(stage, 0);
      ofFeatures += stage.ofFeatures ? count : 0;
      System.out.printf("%5.1f %%  %s%n", 100.0 * count / all, stage.meaning);
    }
    System.out.printf(
        "%5.1f %%  streaming features in total, of %d samples%n", 100.0 * ofFeatures / all, all);
  }

  private static Map<Stage, Integer> samples(Path recording) throws IOException {
    Map<Stage, Integer> samples = new EnumMap<>(Stage.class);
    try (var file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        if (isScoring(event)) {
          samples.merge(stage(event), 1, Integer::sum);
        }
      }
    }
    return samples;
  }

  private static boolean isScoring(RecordedEvent event) {
    String type = event.getEventType().getName();
    if ((!type.equals(SAMPLES_IN_JAVA) && !type.equals(SAMPLES_IN_NATIVE_CODE))
        || event.getStackTrace() == null) {
      return false;
    }
    RecordedThread thread = event.getThread("sampledThread");
    String name = thread == null ? null : thread.getJavaName();
    return name != null
        && (name.contains("scoring") || name.startsWith("laser-table"))
        && !waits(event);
  }

  /** A thread in native code may wait for the network. */
  private static boolean waits(RecordedEvent event) {
    String top = method(event.getStackTrace().getFrames().get(0));
    return top.startsWith("EPoll.wait")
        || top.startsWith("KQueue.poll")
        || top.startsWith("WEPoll.wait")
        || top.startsWith("Net.");
  }

  private static Stage stage(RecordedEvent event) {
    for (Stage stage : Stage.values()) {
      for (RecordedFrame frame : event.getStackTrace().getFrames()) {
        if (stage.covers(method(frame))) {
          return stage;
        }
      }
    }
    return Stage.KAFKA;
  }

  private static String method(RecordedFrame frame) {
    String type = frame.getMethod().getType().getName();
    return type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethod().getName();
  }
}
