package io.laserstreams.cli.offline;

import io.laserstreams.cli.UserException;
import io.laserstreams.trainer.dataset.ItemKnowledge;
import io.laserstreams.trainer.dataset.MovieLens;
import io.laserstreams.trainer.dataset.TextVectors;
import io.laserstreams.trainer.dataset.VectorCache;
import io.laserstreams.worker.encoder.EncoderRegistry;
import io.laserstreams.worker.encoder.TextEncoder;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** The dataset, and what a language model wrote about its items. */
final class DatasetOptions {
  @Option(names = "--dataset", paramLabel = "NAME", description = "The dataset: ml-1m (default: ${DEFAULT-VALUE}).")
  String dataset = MovieLens.ID;

  @Option(names = "--data", paramLabel = "DIR",
      description = "Folder of its raw files, here ratings.dat, users.dat and movies.dat (default: ${DEFAULT-VALUE}).")
  Path data = Path.of("../shared/data/ml-1m");

  @Option(names = "--knowledge", paramLabel = "FILE",
      description = "JSON object of item id to knowledge text (default: text/item-knowledge.deepseek-chat.json in the data folder).")
  Path knowledge;

  @Option(names = "--vectors", paramLabel = "FILE",
      description = "Keep the texts' vectors in this file, so that they are not encoded again (default: encode).")
  Path vectors;

  MovieLens read() {
    if (!MovieLens.ID.equals(dataset)) {
      throw new UserException("--dataset is '" + dataset + "', known is " + MovieLens.ID);
    }
    return MovieLens.read(data);
  }

  /** The knowledge vectors of this encoder, by item id. */
  Map<String, float[]> encode(String encoderId, ProgressLine progress) {
    Path file = knowledge == null ? data.resolve("text").resolve("item-knowledge.deepseek-chat.json") : knowledge;
    try (TextEncoder encoder = EncoderRegistry.standard().open(encoderId)) {
      TextVectors source = new EncoderVectors(encoder);
      return ItemKnowledge.read(file, vectors == null ? source : new VectorCache(vectors, source), progress::at);
    }
  }
}
