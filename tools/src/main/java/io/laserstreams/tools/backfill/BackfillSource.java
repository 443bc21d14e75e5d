package io.laserstreams.tools.backfill;

import io.laserstreams.schema.Interaction;
import io.laserstreams.tools.client.RecordPublisher;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * What happened before the stream existed: users, items, and interactions in the order of event
 * times. Items that were only shown belong to it if streaming features count them ({@code
 * features.shown.value}); else they mean nothing without the slate that was served.
 */
interface BackfillSource {
  /** Name for people. */
  String name();

  int users();

  int items();

  /** Publishes users and items, and returns once they are on the brokers. */
  void publishCatalogue(RecordPublisher publisher);

  long interactions();

  /** Event times with an interaction, ascending. */
  LongStream times();

  /** Remarks for people: what was left out or generated. */
  List<String> notes();

  /**
   * Passes on all interactions. None names an impression: nothing was served for it here, so it
   * makes no sample.
   */
  void forEach(Consumer<Interaction> visitor);
}
