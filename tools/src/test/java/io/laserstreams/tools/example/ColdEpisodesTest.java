package io.laserstreams.tools.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.evaluation.ClickMetrics;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.Impression;
import io.laserstreams.learning.dataset.Knowledge;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.offline.OfflineEvaluator;
import io.laserstreams.learning.offline.OfflinePlan;
import io.laserstreams.tools.dataset.DatasetFiles;
import io.laserstreams.tools.offline.DatasetKnowledge;
import io.laserstreams.tools.offline.DatasetOptions;
import io.laserstreams.tools.offline.ModelOptions;
import io.laserstreams.tools.offline.OfflineTraining;
import io.laserstreams.tools.offline.SearchOptions;
import io.laserstreams.tools.offline.StreamingOptions;
import io.laserstreams.tools.offline.TrainOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What knowledge is worth on episodes that no training sample shows. */
@Tag("torch")
class ColdEpisodesTest {
  private static final int PASSES = 6;

  @TempDir Path folder;

  @Test
  void shouldBePredictableByKnowledgeOnly() throws IOException {
    DatasetOptions options =
        new DatasetOptions(
            new DatasetFiles(PodcastsTest.FOLDER.resolve("podcasts.yaml").toString(), null),
            null,
            folder.resolve("vectors.bin"));
    Dataset data = options.files().read();
    double with = aucOfColdEpisodes(data, options, true);
    double without = aucOfColdEpisodes(data, options, false);
    assertTrue(with > 0.75, "AUC with knowledge is " + with);
    assertTrue(without < 0.6, "AUC without knowledge is " + without);
  }

  private double aucOfColdEpisodes(Dataset data, DatasetOptions options, boolean withKnowledge)
      throws IOException {
    ModelBundle bundle = train(options, withKnowledge);
    FeatureSpec.Encoder encoder = bundle.spec().itemEncoder();
    Knowledge knowledge =
        encoder == null
            ? Knowledge.NONE
            : new DatasetKnowledge(options, silent()).knowledge(data, encoder.id(), true, false);
    var evaluation =
        new OfflineEvaluator(data, knowledge)
            .evaluate(
                bundle,
                OfflineEvaluator.Request.of(n -> data.protocol().part(n) == Part.TEST),
                done -> {});
    List<Impression> samples = data.impressions().stream().filter(Impression::isSample).toList();
    int test = data.protocol().first(Part.TEST);
    Set<String> trained = new HashSet<>();
    items(samples.subList(0, data.protocol().first(Part.VALIDATION))).forEach(trained::add);
    var cold = new ClickMetrics();
    for (Impression sample : samples.subList(test, samples.size())) {
      double[] logits = evaluation.logits().get(sample.id());
      for (int i = 0; i < logits.length; i++) {
        if (!trained.contains(sample.candidates().get(i).itemId())) {
          cold.add(logits[i], sample.candidates().get(i).positive());
        }
      }
    }
    assertTrue(cold.samples() > 500, "cold candidates: " + cold.samples());
    return cold.auc();
  }

  private static Stream<String> items(List<Impression> impressions) {
    return impressions.stream()
        .flatMap(impression -> impression.candidates().stream())
        .map(candidate -> candidate.itemId());
  }

  private ModelBundle train(DatasetOptions options, boolean withKnowledge) throws IOException {
    Path out = folder.resolve(withKnowledge + ".laser");
    var model =
        new ModelOptions(
            ModelOptions.DEFAULT.model(), withKnowledge, ModelOptions.DEFAULT.encoder());
    new OfflineTraining(
            new TrainOptions(
                options,
                model,
                StreamingOptions.NONE,
                OfflinePlan.DEFAULT,
                new SearchOptions(false, null, List.of(PASSES)),
                1,
                out,
                null),
            silent())
        .run();
    return ModelBundle.read(out);
  }

  private static PrintWriter silent() {
    return new PrintWriter(Writer.nullWriter());
  }
}
