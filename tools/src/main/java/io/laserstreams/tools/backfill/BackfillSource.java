package io.laserstreams.tools.backfill;

import io.laserstreams.schema.Interaction;
import io.laserstreams.tools.client.RecordPublisher;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * What there was before there was a stream: users, items, and what users did, in the order of event
 * times. What they were only shown belongs to it where streaming features count that ({@code
 * features.shown.value}); else it says nothing without the slate that was served.
 */
interface BackfillSource {
  /** Where it comes from. */
  String name();

  int users();

  int items();

  /** Publishes users and items, and returns when they are on the brokers. */
  void publishCatalogue(RecordPublisher publisher);

  long interactions();

  /** Event times with an interaction, in their order. */
  LongStream times();

  /** What a reader should know of it: what was left out, or made up. */
  List<String> notes();

  /**
   * Hands out all interactions. None names an impression: nothing was served for it here, so it
   * makes no sample.
   */
  void forEach(Consumer<Interaction> visitor);
}
