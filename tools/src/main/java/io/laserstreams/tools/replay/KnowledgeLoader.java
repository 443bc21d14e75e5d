package io.laserstreams.tools.replay;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.runtime.App;
import io.laserstreams.tools.apps.AppGroup;
import io.laserstreams.tools.apps.AppKind;
import io.laserstreams.tools.client.RecordReader;
import io.laserstreams.tools.client.RecordReader.Received;
import io.laserstreams.tools.offline.ItemTextsFile;
import io.laserstreams.tools.output.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Lets the apps write knowledge about items, and waits until all of it has been accepted. */
final class KnowledgeLoader {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private KnowledgeLoader() {}

  /**
   * Starts knowledge and worker, and returns once they have encoded these texts.
   *
   * @param texts by item id
   * @param folder for the file of texts
   * @param accepted a reader of the topic of item knowledge
   */
  static void load(
      Map<String, String> texts,
      FeatureSpec.Encoder encoder,
      Path folder,
      ReplayApps settings,
      AppGroup apps,
      RecordReader accepted) {
    Path file = ItemTextsFile.write(texts, folder);
    apps.start(AppKind.KNOWLEDGE.create(settings.knowledge()));
    App worker = apps.start(AppKind.WORKER.create(settings.worker(encoder, file)));
    await(texts.keySet(), accepted, apps);
    // Its work is done, and the broker's pages make better use of the encoder's memory.
    apps.stop(worker);
  }

  /**
   * @throws IllegalStateException if nothing is accepted for minutes, or an app fails
   */
  private static void await(Set<String> items, RecordReader knowledge, AppGroup apps) {
    Set<String> open = new HashSet<>(items);
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    try (Progress progress = Progress.counting("item knowledge", "texts", items.size())) {
      while (!open.isEmpty()) {
        for (Received received : knowledge.poll(POLL)) {
          if (received.record().value() != null && open.remove(received.record().key())) {
            giveUp = System.nanoTime() + PATIENCE.toNanos();
          }
        }
        progress.at(items.size() - open.size());
        apps.requireAlive();
        if (System.nanoTime() > giveUp) {
          throw new IllegalStateException(
              "No knowledge accepted for "
                  + PATIENCE.toMinutes()
                  + " minutes, "
                  + open.size()
                  + " of "
                  + items.size()
                  + " items have none, for example "
                  + open.iterator().next());
        }
      }
    }
  }
}
