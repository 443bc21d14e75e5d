package io.laserstreams.tools.demo;

import io.laserstreams.tools.demo.world.Visit;
import io.laserstreams.tools.demo.world.World;
import io.laserstreams.tools.demo.world.WorldItem;
import java.util.ArrayList;
import java.util.List;

/**
 * Click-through rates over time, in buckets of a second. {@code served}, {@code random} and {@code
 * best} are expectations under the world's true probabilities for the slates that were answered, so
 * they have no sampling noise; {@code clicked} counts the clicks that happened.
 */
final class Curve {
  private final World world;
  private final List<Bucket> seconds = new ArrayList<>();

  Curve(World world) {
    this.world = world;
  }

  /** Clicks per item shown; all zero if nothing was shown. */
  record Rates(double served, double random, double best, double clicked, long slates) {
    /** How far served is on the way from random to best, 0 to 1. */
    double learned() {
      return best > random ? (served - random) / (best - random) : 0;
    }
  }

  private static final class Bucket {
    private long slates;
    private double served;
    private double random;
    private double best;
    private double clicked;
  }

  /** Counts a slate that was shown in this order in this second of the run, and its clicks. */
  void shown(int second, Visit visit, List<WorldItem> order, int clicks) {
    while (seconds.size() <= second) {
      seconds.add(new Bucket());
    }
    Bucket bucket = seconds.get(second);
    bucket.slates++;
    bucket.served += world.clickThrough(visit, order);
    bucket.random += world.randomClickThrough(visit);
    bucket.best += world.bestClickThrough(visit);
    bucket.clicked += (double) clicks / Math.min(world.spec().shown(), order.size());
  }

  /** Averages over the seconds from {@code from} (inclusive) to {@code to} (exclusive). */
  Rates between(int from, int to) {
    Bucket sum = new Bucket();
    for (Bucket bucket : seconds.subList(clamp(from), Math.max(clamp(from), clamp(to)))) {
      sum.slates += bucket.slates;
      sum.served += bucket.served;
      sum.random += bucket.random;
      sum.best += bucket.best;
      sum.clicked += bucket.clicked;
    }
    double n = Math.max(1, sum.slates);
    return new Rates(sum.served / n, sum.random / n, sum.best / n, sum.clicked / n, sum.slates);
  }

  /** Number of seconds up to the last one in which something was shown. */
  int seconds() {
    return seconds.size();
  }

  private int clamp(int second) {
    return Math.max(0, Math.min(second, seconds.size()));
  }
}
