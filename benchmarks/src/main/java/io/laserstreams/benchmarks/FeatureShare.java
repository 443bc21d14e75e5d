package io.laserstreams.benchmarks;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs {@link SlateBenchmark} and prints which share of a slate's CPU its streaming features are, together with what an event costs them,
 * at one event a slate; medians. Arguments go to JMH.
 */
public final class FeatureShare {
  private FeatureShare() {}

  public static void main(String[] args) throws RunnerException, CommandLineOptionException {
    var options = new OptionsBuilder().parent(new CommandLineOptions(args)).include(SlateBenchmark.class.getName()).build();
    Map<String, Map<String, Double>> medians = medians(new Runner(options).run());
    System.out.println("events, candidates: microseconds of a slate's features, of an event's, of history and model; share of features");
    medians.forEach((name, times) -> {
      double features = times.get("features");
      double event = times.get("event");
      double model = times.get("model");
      System.out.printf("%s: %6.1f %6.1f %6.1f  %4.1f %%%n", name, features, event, model, 100 * (features + event) / (features + event + model));
    });
  }

  private static Map<String, Map<String, Double>> medians(Collection<RunResult> results) {
    Map<String, Map<String, Double>> medians = new TreeMap<>();
    for (RunResult result : results) {
      var params = result.getParams();
      String name = "%4s, %3s".formatted(params.getParam("events"), params.getParam("candidates"));
      medians.computeIfAbsent(name, key -> new TreeMap<>())
          .put(result.getPrimaryResult().getLabel(), result.getPrimaryResult().getStatistics().getPercentile(50));
    }
    return medians;
  }
}
